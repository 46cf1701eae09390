import { create, remove } from "../../../../api/request.ts";
import { PODS, PRIORITYCLASSES } from "../../../../api/resources.ts";
import type { FieldError } from "../../../../api/status.ts";
import { isMembers } from "../../../../api/semantic.ts";
import { qosClass } from "../../../../api/resource-requests.ts";
import { ENGINE_VERSION } from "../../../../api/timeline.ts";
import type { KubeObject } from "../../../../api/types/meta.ts";
import type { Node, Taint } from "../../../../api/types/node.ts";
import type { EnvVar, NodeSelectorTerm, Pod, PodSpec, ResourceRequirements, Toleration } from "../../../../api/types/pod.ts";
import { defaultPullPolicy } from "../../../apiserver/defaults-container.ts";
import { defaultPodOnly, defaultPodSpec } from "../../../apiserver/defaults-pod.ts";
import { validateNodeSelector } from "../../../apiserver/strategies/affinity.ts";
import { withDefaultTolerations } from "../../../apiserver/strategies/default-tolerations.ts";
import { validateFieldRef, validateResourceFieldRef } from "../../../apiserver/strategies/field-ref.ts";
import { nodeStrategy } from "../../../apiserver/strategies/node.ts";
import { validateResources } from "../../../apiserver/strategies/resource-rules.ts";
import { validateTolerations } from "../../../apiserver/strategies/tolerations.ts";
import { Cluster } from "../../../cluster.ts";
import { withConditionTaints } from "../../../controllers/node/conditions.ts";
import { evictionDelay } from "../../../controllers/taint-eviction.ts";
import { wholeNode, wholePod, type Sketch } from "./objects.ts";
import type { CaseFunctions } from "./function-table.ts";

interface PriorityCase {
  readonly classes?: readonly ({ readonly name: string; readonly value: number } & Readonly<Record<string, unknown>>)[];
  readonly podName: string;
  readonly spec: Partial<PodSpec>;
}
type Where = "env" | "volume";
type ResourceFieldRef = NonNullable<NonNullable<EnvVar["valueFrom"]>["resourceFieldRef"]>;

/** What the API server and the controllers make of pods and nodes: defaults, admission, validation, taints. */
export const ADMISSION_FUNCTIONS: CaseFunctions = {
  "admission.priority": admitPriority,
  "admission.defaultTolerationSeconds": ({ tolerations }: { tolerations?: Toleration[] }) => withDefaultTolerations(tolerations ?? []),
  "tainteviction.delaySeconds": ({ taints, tolerations }: { taints?: Taint[]; tolerations?: Toleration[] }) => {
    const delay = evictionDelay(taints ?? [], tolerations ?? []);
    return delay.kind === "tolerated" ? delay.seconds : delay.kind === "untolerated" ? 0 : "never";
  },
  "node.reconcileNoScheduleTaints": (node: Sketch<Node>) => taintTexts(withConditionTaints(wholeNode(node), "").taints).sort(),
  "pod.qosClass": (pod: Sketch<Pod>) => qosClass(defaultPodOnly(defaultPodSpec(wholePod(pod).spec))),
  "pod.defaultImagePullPolicy": (image: string) => defaultPullPolicy(image),
  "pod.deleteGracePeriod": deleteGracePeriod,
  "validate.toleration": (toleration: Toleration) => errorTexts(validateTolerations([toleration], "tolerations")),
  "validate.nodeTaints": (taints: Taint[]) => errorTexts(nodeStrategy.validate(wholeNode({ spec: { taints } }, "n"))),
  "validate.nodeSelector": (selector: { nodeSelectorTerms?: NodeSelectorTerm[] }) => errorTexts(validateNodeSelector(selector, "")),
  "validate.containerResources": (resources: ResourceRequirements) => errorTexts(validateResources(resources, "resources")),
  "validate.fieldRef": ({ where = "env", fieldRef }: { where?: Where; fieldRef?: { fieldPath?: string } }) => errorTexts(validateFieldRef(fieldRef?.fieldPath ?? "", "fieldRef", where)),
  "validate.resourceFieldRef": ({ where = "env", resourceFieldRef }: { where?: Where; resourceFieldRef?: Partial<ResourceFieldRef> }) =>
    errorTexts(validateResourceFieldRef(resourceFieldRef ?? {}, "resourceFieldRef", where)),
};

/** `key[=value]:effect`. */
export function taintTexts(taints: readonly Taint[] | undefined): string[] {
  return (taints ?? []).map((t) => `${t.key}${t.value ? `=${t.value}` : ""}:${t.effect}`);
}

function errorTexts(errors: readonly FieldError[]): { readonly errors: readonly string[] } {
  // A rule of the field itself, not of one of its members, has a path that begins with the dot.
  return { errors: errors.map((e) => `${e.field.replace(/^\./, "")}: ${e.text}`) };
}

/** A cluster in which nobody acts: only the API server answers. */
export function apiServer(): Cluster {
  return Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors: [], inputs: [] });
}

function admitPriority({ classes = [], podName, spec }: PriorityCase, expected: unknown): unknown {
  const cluster = apiServer();
  for (const { name, ...rest } of classes) {
    cluster.seed(PRIORITYCLASSES, { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name, uid: name, resourceVersion: "", creationTimestamp: "" }, ...rest } as KubeObject);
  }
  const body = { apiVersion: "v1", kind: "Pod", metadata: { name: podName, namespace: "default" }, spec: { containers: [{ name: "c", image: "x" }], ...spec } };
  const response = cluster.handle<Pod>(create(PODS, body));
  if (!response.ok) return { error: response.status.message };
  const admitted: Readonly<Record<string, unknown>> = response.body.spec;
  return Object.fromEntries(Object.keys(isMembers(expected) ? expected : {}).map((field) => [field, admitted[field] ?? ""]));
}

interface GraceCase {
  readonly pod: { readonly nodeName?: string; readonly terminationGracePeriodSeconds?: number; readonly phase?: string };
  readonly options?: { readonly gracePeriodSeconds?: number };
}

/** What a delete leaves: 0 when the pod is gone at once. */
function deleteGracePeriod({ pod, options = {} }: GraceCase): number {
  const cluster = apiServer();
  const { phase, ...spec } = pod;
  cluster.seed(PODS, wholePod({ spec, status: phase ? { phase: phase as NonNullable<Pod["status"]["phase"]> } : {} }, "p"));
  cluster.handle(remove(PODS, { namespace: "default", name: "p" }, options));
  return cluster.store.get(PODS, "default", "p")?.metadata.deletionGracePeriodSeconds ?? 0;
}

