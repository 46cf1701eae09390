import { get, list, type KubeList } from "../../api/request.ts";
import { DAEMONSETS, NODES, PODS } from "../../api/resources.ts";
import { parseLabelSelector } from "../../api/selector.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { planDrain, type DrainOptions, type DrainPod } from "../drain.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { KubectlError, type Arguments, type Process, type Verb } from "../kubectl/verb.ts";
import { complain, now, print, send, type Steps } from "../process.ts";
import { cordonOne, nodesOf } from "./cordon.ts";
import { deletePods, evictPods, isLongGone, type Removal } from "./evictions.ts";
import { outcomeOf, SUFFIX, tell, type Outcome } from "./outcome.ts";

/** `kubectl drain NODE`. Source: kubectl pkg/cmd/drain/drain.go, pkg/drain/drain.go (1.36) */
export const drain: Verb = {
  name: "drain",
  flags: [
    COMMON_FLAGS.selector, COMMON_FLAGS.dryRun, COMMON_FLAGS.timeout,
    ...["force", "ignore-daemonsets", "delete-emptydir-data", "disable-eviction"].map((name) => ({ name, type: "bool" as const })),
    ...["grace-period", "skip-wait-for-delete-timeout", "chunk-size"].map((name) => ({ name, type: "int" as const })),
    { name: "pod-selector", type: "string" },
  ],
  places: ["node"],
  run,
};

/** The flags that decide which pods are evicted. */
export function drainOptions(args: Arguments): DrainOptions {
  return { ignoreDaemonSets: args.is("ignore-daemonsets"), force: args.is("force"), deleteEmptyDirData: args.is("delete-emptydir-data") };
}

function* run(args: Arguments): Process {
  const outcome = yield* outcomeOf(args);
  if ("error" in parseLabelSelector(args.text("pod-selector") ?? "")) fail("--pod-selector=<pod_selector> must be a valid label selector");
  const nodes = yield* nodesOf(args, "drain");
  for (const node of nodes) yield* cordonOne(node, "cordon", outcome);
  const failed: { readonly node: Node; readonly failure: Failure }[] = [];
  for (const node of nodes) {
    const failure = yield* drainNode(node, args, outcome);
    if (!failure) yield* tell({ resource: NODES, object: node }, "drained", outcome);
    else {
      failed.push({ node, failure });
      yield* complain(`error: unable to drain node ${JSON.stringify(node.metadata.name)} due to error: ${textOf(failure)}, continuing command...\n`);
    }
  }
  if (failed.length === 0) return 0;
  yield* complain(`There are pending nodes to be drained:\n${failed.map(({ node }) => ` ${node.metadata.name}\n`).join("")}`);
  throw new KubectlError(finalText(failed.map(({ failure }) => failure)));
}

/** One error, or as many as there are pods that may not or will not go. */
type Failure = string | readonly string[];

/** Source: apimachinery pkg/util/errors Aggregate.Error */
function textOf(failure: Failure): string {
  if (typeof failure === "string") return failure;
  return failure.length === 1 ? failure[0]! : `[${failure.join(", ")}]`;
}

function finalText(failures: readonly Failure[]): string {
  const [only, second] = failures;
  if (second !== undefined) return failures.map(textOf).join("\n");
  return typeof only === "string" ? `error: ${only}` : (only ?? []).join("\n");
}

function* drainNode(node: Node, args: Arguments, outcome: Outcome): Steps<Failure | undefined> {
  const { name } = node.metadata;
  const plan = yield* planOf(name, args);
  if (plan.errors.length > 0) return plan.errors;
  if (plan.warnings.length > 0) yield* complain(`Warning: ${plan.warnings.join("; ")}\n`);
  if (outcome.dryRun === "client") {
    for (const { metadata } of plan.pods) yield* print(`evicting pod ${metadata.namespace}/${metadata.name}${SUFFIX.client}\n`);
    return undefined;
  }
  const failure = yield* (args.is("disable-eviction") ? deletePods : evictPods)(plan.pods, removalOf(args, outcome));
  if (failure === undefined) return undefined;
  const pending = yield* planOf(name, args);
  if (pending.pods.length > 0) {
    yield* complain(`There are pending pods in node ${JSON.stringify(name)} when an error occurred: ${textOf(failure)}\n${pending.pods.map(({ metadata }) => `pod/${metadata.name}\n`).join("")}`);
  }
  return failure;
}

function removalOf(args: Arguments, outcome: Outcome): Removal {
  const gracePeriodSeconds = args.number("grace-period") ?? -1;
  const timeoutMs = args.number("timeout") ?? 0;
  return {
    outcome,
    ...(gracePeriodSeconds >= 0 ? { gracePeriodSeconds } : {}),
    ...(timeoutMs > 0 ? { timeoutMs } : {}),
    skipAfterSeconds: args.number("skip-wait-for-delete-timeout") ?? 0,
  };
}

interface Plan { readonly errors: readonly string[]; readonly warnings: readonly string[]; readonly pods: readonly Pod[] }

function* planOf(nodeName: string, args: Arguments): Steps<Plan> {
  const labelSelector = args.text("pod-selector");
  const { items } = yield* ask<KubeList<Pod>>(list(PODS, undefined, { fieldSelector: `spec.nodeName=${nodeName}`, ...(labelSelector ? { labelSelector } : {}) }));
  const nowMs = yield* now();
  const pods = items.filter((pod) => !isLongGone(pod, nowMs, args.number("skip-wait-for-delete-timeout") ?? 0));
  const looks: DrainPod[] = [];
  for (const pod of pods) looks.push(yield* drainPodOf(pod));
  const { errors, warnings, evicted } = planDrain(looks, drainOptions(args));
  return { errors, warnings, pods: pods.filter((_, i) => evicted.includes(looks[i]!)) };
}

const MIRROR = "kubernetes.io/config.mirror";

function* drainPodOf({ metadata, spec, status }: Pod): Steps<DrainPod> {
  const { name, namespace = "default" } = metadata;
  const owner = metadata.ownerReferences?.find((o) => o.controller);
  const exists = owner?.kind !== "DaemonSet" || (yield* send(get(DAEMONSETS, { namespace, name: owner.name }))).ok;
  const volumes = (spec["volumes"] ?? []) as readonly { readonly emptyDir?: unknown }[];
  return {
    namespace,
    name,
    ...(status.phase ? { phase: status.phase } : {}),
    ...(owner ? { controller: { kind: owner.kind, name: owner.name, exists } } : {}),
    hasEmptyDir: volumes.some((volume) => volume.emptyDir !== undefined),
    isMirror: metadata.annotations?.[MIRROR] !== undefined,
  };
}
