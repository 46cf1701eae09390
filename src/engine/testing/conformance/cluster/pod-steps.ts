import { create, update } from "../../../../api/request.ts";
import { IMAGES, PODS, SIM_GROUP } from "../../../../api/resources.ts";
import type { Image } from "../../../../api/types/image.ts";
import type { KubeObject } from "../../../../api/types/meta.ts";
import type { Pod } from "../../../../api/types/pod.ts";
import type { ClusterStep } from "./cluster-case.ts";
import { NODE_STEPS, type StepTable } from "./node-steps.ts";
import { argument, type ScenarioWorld } from "./scenario-world.ts";
import { podKey } from "./watch-log.ts";

const LIMIT_SECONDS = 600;

/** What the app in the pod's image does, and what is done to the pod. Behaviour is written into an Image object. */
export const POD_STEPS: StepTable = {
  ...NODE_STEPS,
  imagePresent: (world, step, given) => declare(world, imageOf(step, given), { preloaded: true }),
  pullTakes: (world, step, given) => declare(world, imageOf(step, given), {
    pull: { seconds: argument(step, "seconds") },
    ...(step["sizeBytes"] === undefined ? {} : { sizeBytes: argument<number>(step, "sizeBytes") }),
  }),
  pullFails: (world, step, given) => declare(world, imageOf(step, given), { pull: { error: argument(step, "error") } }),
  pullSucceeds: (world, step, given) => declare(world, imageOf(step, given), { pull: {} }),
  exitAfter: (world, step, given) => declare(world, imageOf(step, given), {
    run: {
      exitAfterSeconds: argument(step, "seconds"),
      exitCode: (step["exitCode"] as number | undefined) ?? 0,
      ...(step["times"] === undefined ? {} : { times: argument<number>(step, "times") }),
    },
  }),
  useMemory: (world, step, given) => declare(world, imageOf(step, given), { memoryBytes: argument(step, "bytes") }),
  onSigtermExit: (world, step, given) => declare(world, imageOf(step, given), {
    stop: { exitCode: (step["code"] as number | undefined) ?? 0, afterSeconds: (step["afterSeconds"] as number | undefined) ?? 0 },
  }),
  ignoreSigterm: (world, step, given) => declare(world, imageOf(step, given), { stop: { ignoresSigterm: true } }),
  httpStatus: (world, step, given) => later(world, step, () => declare(world, imageOf(step, given), { probes: { httpStatus: argument(step, "code") } })),
  tcpRefused: (world, step, given) => later(world, step, () => declare(world, imageOf(step, given), { probes: { tcpRefused: true } })),
  runUntilRunning: (world, _, given) => runUntil(world, given, "Running", (pod) => pod.status.phase === "Running"),
  runUntilReady: (world, _, given) => runUntil(world, given, "ready", (pod) => pod.status.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false),
  delete: (world, step, given) => {
    const seconds = step["force"] === true ? 0 : (step["gracePeriodSeconds"] as number | undefined);
    world.deletePod((step["pod"] as string | undefined) ?? subjectOf(given), seconds === undefined ? {} : { gracePeriodSeconds: seconds });
  },
};

/** Steps that say how an app behaves; before the first other one they hold from the start. */
export const BEHAVIOURS: ReadonlySet<string> = new Set([
  "imagePresent", "pullTakes", "pullFails", "pullSucceeds", "exitAfter", "useMemory", "onSigtermExit", "ignoreSigterm", "httpStatus", "tcpRefused",
]);

export function subjectOf(given: readonly KubeObject[]): string {
  const pod = (given as readonly Pod[]).find((o) => o.kind === "Pod");
  if (!pod) throw new Error("the case has no pod");
  return podKey(pod);
}

/** The image of the step, or of its container, or of the pod's first container. */
function imageOf(step: ClusterStep, given: readonly KubeObject[]): string {
  if (typeof step["image"] === "string") return step["image"];
  const pod = (given as readonly Pod[]).find((o) => o.kind === "Pod");
  const containers = [...(pod?.spec.containers ?? []), ...(pod?.spec.initContainers ?? [])];
  const image = (containers.find((c) => c.name === step["container"]) ?? containers[0])?.image;
  if (!image) throw new Error(`step ${step.do} is about no image`);
  return image;
}

/** Adds to what is declared of the image. */
function declare(world: ScenarioWorld, image: string, spec: Partial<Image["spec"]>): void {
  const old = [...world.cluster.store.all<Image>(IMAGES)].find((i) => i.spec.image === image);
  if (old) {
    world.send(update(IMAGES, { ...old, spec: { ...old.spec, ...spec } } as Image));
    return;
  }
  const name = `image-${world.cluster.store.count(IMAGES)}`;
  world.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name }, spec: { image, ...spec } } as never));
}

/** `from`: seconds from now. */
function later(world: ScenarioWorld, step: ClusterStep, act: () => void): void {
  const from = (step["from"] as number | undefined) ?? 0;
  if (from > 0) world.runFor(from);
  act();
}

/** Second 0 of the case is when the pod got there. */
function runUntil(world: ScenarioWorld, given: readonly KubeObject[], what: string, holds: (pod: Pod) => boolean): void {
  const key = subjectOf(given);
  const came = world.runUntil(() => {
    const pod = world.cluster.store.getByKey<Pod>(PODS.key, key);
    return pod !== undefined && holds(pod);
  }, LIMIT_SECONDS);
  if (!came) throw new Error(`the pod does not get ${what} within ${LIMIT_SECONDS} s`);
  world.originMs = world.cluster.nowMs;
}
