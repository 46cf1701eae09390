import { list, type KubeList } from "../../api/request.ts";
import { DAEMONSETS, DEPLOYMENTS, PODS, REPLICASETS, SERVICES, STATEFULSETS } from "../../api/resources.ts";
import { formatLabelSelector } from "../../api/selector.ts";
import type { LabelSelector, StringMap } from "../../api/types/meta.ts";
import { parseTime } from "../../api/time.ts";
import type { Container, Pod } from "../../api/types/pod.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { complain, now, sleep, type Steps } from "../process.ts";
import type { Found } from "./objects.ts";

/** `logs` prefers pods whose containers restarted more often, `exec` those that did less often. */
export type Preference = "logging" | "attaching";

interface Options {
  readonly preference: Preference;
  /** In front of the error for kinds without pods: `cannot get the logs from`. */
  readonly refusal: string;
  readonly timeoutMs: number;
}

const POLL_MS = 500;

/**
 * The pods that an object stands for, the one to use first. Waits until there is one.
 * Errors: ends the verb for kinds that select no pods, and when the time is up.
 * Source: kubectl pkg/polymorphichelpers/helpers.go SelectorsForObject, GetFirstPod; pkg/util/podutils (1.36)
 */
export function* podsOf(found: Found, { preference, refusal, timeoutMs }: Options): Steps<readonly [Pod, ...Pod[]]> {
  if (found.resource === PODS) return [found.object as Pod];
  const labelSelector = selectorOf(found, refusal);
  const untilMs = (yield* now()) + timeoutMs;
  for (;;) {
    const { items } = yield* ask<KubeList<Pod>>(list(PODS, found.object.metadata.namespace, { labelSelector }));
    const [first, ...others] = [...items].sort(byUse(preference));
    if (first) return [first, ...others];
    if ((yield* now()) + POLL_MS > untilMs) fail("timed out waiting for the condition");
    yield* sleep(POLL_MS);
  }
}

const BY_LABEL_SELECTOR = [DAEMONSETS, DEPLOYMENTS, REPLICASETS, STATEFULSETS].map(({ key }) => key).concat("jobs.batch");
const BY_MAP = ["replicationcontrollers", SERVICES.key];

function selectorOf({ resource, object }: Found, refusal: string): string {
  const { selector } = (object as unknown as { readonly spec?: { readonly selector?: LabelSelector | StringMap } }).spec ?? {};
  const type = `*${resource.version}.${resource.kind}`;
  if (BY_LABEL_SELECTOR.includes(resource.key)) return formatLabelSelector(selector as LabelSelector);
  if (!BY_MAP.includes(resource.key)) fail(`${refusal} ${type}: selector for ${type} not implemented`);
  if (!selector || Object.keys(selector).length === 0) fail(`${refusal} ${type}: invalid service '${object.metadata.name}': Service is defined without a selector`);
  return formatLabelSelector({ matchLabels: selector as StringMap });
}

const PHASES = ["Pending", "Unknown", "Running"];

function byUse(preference: Preference): (a: Pod, b: Pod) => number {
  const sign = preference === "logging" ? -1 : 1;
  return (a, b) =>
    Number(!a.spec.nodeName) - Number(!b.spec.nodeName)
    || rankOf(b) - rankOf(a)
    || Number(isReady(b)) - Number(isReady(a))
    || (preference === "logging" ? 0 : lessDeleted(a, b))
    || earlier(readySince(a), readySince(b))
    || sign * (restartsOf(a) - restartsOf(b))
    || earlier(parseTime(a.metadata.creationTimestamp), parseTime(b.metadata.creationTimestamp));
}

/** What is being deleted comes last, the longer the later. */
function lessDeleted({ metadata: a }: Pod, { metadata: b }: Pod): number {
  const [left, right] = [parseTime(a.deletionTimestamp), parseTime(b.deletionTimestamp)];
  return Number(left !== undefined) - Number(right !== undefined) || (right ?? 0) - (left ?? 0);
}

function rankOf({ status }: Pod): number {
  return Math.max(0, PHASES.indexOf(status.phase ?? ""));
}

function isReady({ status }: Pod): boolean {
  return status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

function readySince(pod: Pod): number | undefined {
  return isReady(pod) ? parseTime(pod.status.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime) : undefined;
}

function restartsOf({ status }: Pod): number {
  return Math.max(0, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount));
}

function earlier(a: number | undefined, b: number | undefined): number {
  return (a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) - (b ?? Infinity);
}

const DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

/**
 * The container of a pod that is meant: the named one, else the one that its annotation names, else the first; kubectl
 * says so where there are others.
 * Source: kubectl pkg/cmd/util/podcmd/podcmd.go, pkg/polymorphichelpers/logsforobject.go (1.36)
 */
export function* containerOf(pod: Pod, wanted: string | undefined, { isQuiet = false, refusal = "" } = {}): Steps<string> {
  const { metadata, spec } = pod;
  const all = allContainers(pod);
  const names = all.map(({ name, kind }) => (kind ? `${name} (${kind})` : name)).join(", ");
  if (wanted) {
    if (!all.some(({ name }) => name === wanted)) fail(`${refusal}container ${wanted} is not valid for pod ${metadata.name} out of: ${names}`);
    return wanted;
  }
  const annotated = metadata.annotations?.[DEFAULT_CONTAINER];
  if (annotated && all.some(({ name }) => name === annotated)) return annotated;
  if (annotated) yield* complain(`Default container name ${JSON.stringify(annotated)} not found in pod ${metadata.name}\n`);
  const first = spec.containers[0]!.name;
  if (all.length > 1 && !isQuiet) yield* complain(`Defaulted container ${JSON.stringify(first)} out of: ${names}\n`);
  return first;
}

/** Containers, then init containers, then those for debugging. Source: podcmd.go AllContainerNames */
function allContainers({ spec }: Pod): readonly { readonly name: string; readonly kind?: string }[] {
  const ephemeral = (spec["ephemeralContainers"] ?? []) as readonly Container[];
  return [
    ...spec.containers.map(({ name }) => ({ name })),
    ...ephemeral.map(({ name }) => ({ name, kind: "ephem" })),
    ...(spec.initContainers ?? []).map(({ name }) => ({ name, kind: "init" })),
  ];
}
