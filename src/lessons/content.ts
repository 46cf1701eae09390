import guide from "./content/first-steps/01-a-daemonset-on-every-node/daemonset-simple.yaml?raw";
import lesson from "./content/first-steps/01-a-daemonset-on-every-node/lesson.md?raw";
import data from "./content/first-steps/01-a-daemonset-on-every-node/lesson.yaml?raw";
import scenario from "./content/first-steps/01-a-daemonset-on-every-node/scenario.yaml?raw";
import sceneDaemonSet from "./content/scenes/three-controllers/daemonset-simple.yaml?raw";
import sceneStatefulSet from "./content/scenes/three-controllers/db-statefulset.yaml?raw";
import sceneScenario from "./content/scenes/three-controllers/scenario.yaml?raw";
import sceneDeployment from "./content/scenes/three-controllers/web-deployment.yaml?raw";
import logCollector from "./content/manifests/log-collector.yaml?raw";
import networkAgent from "./content/manifests/network-agent.yaml?raw";
import nodeExporter from "./content/manifests/node-exporter.yaml?raw";

/** The first lesson's folder, by file name: for `loadScenario` and `loadLesson`. */
export const FIRST_STEPS = { "scenario.yaml": scenario, "lesson.yaml": data, "lesson.md": lesson, "daemonset-simple.yaml": guide } as const;

/** The scene with three kinds of workloads, by file name. */
export const THREE_CONTROLLERS = {
  "scenario.yaml": sceneScenario, "daemonset-simple.yaml": sceneDaemonSet, "web-deployment.yaml": sceneDeployment, "db-statefulset.yaml": sceneStatefulSet,
} as const;

/** Manifests to try, in the shape in which vendors publish theirs. */
export const MANIFESTS: readonly { readonly file: string; readonly title: string; readonly text: string }[] = [
  { file: "daemonset-simple.yaml", title: "Node logger (the guide's DaemonSet)", text: guide },
  { file: "node-exporter.yaml", title: "Node exporter: metrics of every machine", text: nodeExporter },
  { file: "log-collector.yaml", title: "Log collector with a role and a ConfigMap", text: logCollector },
  { file: "network-agent.yaml", title: "Network agent with its own kind of object", text: networkAgent },
];
