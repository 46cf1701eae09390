import { CONFIGMAPS, SECRETS, type Resource } from "../../api/resources.ts";
import type { Pod } from "../../api/types/pod.ts";
import type { Store } from "../apiserver/store.ts";
import { podDecision, podField, podOnNode } from "./decisions.ts";
import { dataOf, missing } from "./environment.ts";
import type { PodContext } from "./pull.ts";
import type { PodRecord } from "./state.ts";

interface Reference { readonly name?: string; readonly secretName?: string; readonly optional?: boolean; readonly items?: readonly { readonly key: string }[] }
interface Sources { readonly configMap?: Reference; readonly secret?: Reference }
interface Volume extends Sources { readonly name: string; readonly projected?: { readonly sources?: readonly Sources[] } }

/** Every namespace has it, even where nobody here writes it. */
const ROOT_CA = "kube-root-ca.crt";
/** nestedpendingoperations: 500 ms, twice as long after each failure, at most 2m2s. */
const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 122_000;
/** Later failures are endless repetition. */
const STORY_FAILURES = 3;

/**
 * Mounts the volumes of a pod that has no sandbox yet: the record without `mounting`, or with when it is tried again
 * because a ConfigMap or Secret is missing. One that is `optional` need not be there.
 * Source: kubernetes pkg/kubelet/volumemanager/reconciler, pkg/volume/{configmap,secret,projected} SetUpAt,
 * pkg/volume/util/operationexecutor, pkg/util/goroutinemap/exponentialbackoff (1.36)
 */
export function mountVolumes(ctx: PodContext, record: PodRecord): PodRecord {
  const { world, pod } = ctx;
  const { mounting, ...mounted } = record;
  if (mounting && world.nowMs < mounting.retryMs) return record;
  const failed = volumesOf(pod).flatMap((volume, i) => {
    const error = setUpError(world.store, pod, volume);
    return error === undefined ? [] : [{ volume: volume.name, i, error }];
  });
  const [first] = failed;
  if (!first) return mounted;
  const failures = (mounting?.failures ?? 0) + 1;
  for (const { volume, error } of failed) world.event(pod, "Warning", "FailedMount", `MountVolume.SetUp failed for volume "${volume}" : ${error}`);
  world.decide(podDecision(pod, "kubelet/mount-failed", {
    verdict: "waits",
    text: `could not mount volume \`${first.volume}\` of ${podOnNode(pod)}: ${first.error}. Its containers wait for that.`,
    evidence: [podField(pod, `spec.volumes[${first.i}]`, volumesOf(pod)[first.i])],
    source: "pkg/volume/util/operationexecutor/operation_generator.go GenerateMountVolumeFunc",
    isQuiet: failures > 1,
  }));
  return { ...mounted, mounting: { failures, retryMs: world.nowMs + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1)) } };
}

/** Whether waiting for the next try is nothing that story pace should do. */
export function isHopeless({ failures }: NonNullable<PodRecord["mounting"]>): boolean {
  return failures > STORY_FAILURES;
}

function volumesOf({ spec }: Pod): readonly Volume[] {
  return (spec["volumes"] as readonly Volume[] | undefined) ?? [];
}

function setUpError(store: Store, pod: Pod, { configMap, secret, projected }: Volume): string | undefined {
  const own = sourceError(store, pod, { ...(configMap ? { configMap } : {}), ...(secret ? { secret } : {}) });
  if (own !== undefined || !projected) return own;
  const errors = [...new Set((projected.sources ?? []).map((source) => sourceError(store, pod, source)).filter((error) => error !== undefined))];
  return errors.length > 1 ? `[${errors.join(", ")}]` : errors[0];
}

function sourceError(store: Store, pod: Pod, { configMap, secret }: Sources): string | undefined {
  if (configMap) return configMap.name === ROOT_CA ? undefined : referenceError(store, pod, CONFIGMAPS, configMap);
  return secret ? referenceError(store, pod, SECRETS, secret) : undefined;
}

function referenceError(store: Store, pod: Pod, kind: Resource, { name, secretName, optional, items = [] }: Reference): string | undefined {
  if (optional) return undefined;
  const data = dataOf(store, kind, pod, secretName ?? name);
  if (!data) return missing(kind, secretName ?? name);
  const absent = items.find(({ key }) => !Object.hasOwn(data, key));
  return absent && `references non-existent ${kind === CONFIGMAPS ? "config" : "secret"} key: ${absent.key}`;
}
