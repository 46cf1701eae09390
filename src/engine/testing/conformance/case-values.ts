import { DAEMONSETS, PODS, resourceOf } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import { formatTime } from "../../../api/time.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { strategyOf } from "../../apiserver/strategies/strategy.ts";

/** Missing defaults as the API fills them in; what the case gives stays. */
export function withDefaults(object: KubeObject): KubeObject {
  const resource = resourceOf(object)!;
  if (resource !== DAEMONSETS && resource !== PODS) return object;
  const prepared = strategyOf(resource).prepareForCreate(object, { nowMs: 0 }) as KubeObject & { status?: object };
  const given = object as KubeObject & { status?: object };
  const { tolerations } = (given as unknown as Pod).spec;
  const status = given.status ? { ...(resource === DAEMONSETS ? prepared.status : {}), ...given.status } : prepared.status;
  const metadata = { ...prepared.metadata, ...object.metadata };
  const out = { ...prepared, metadata, status } as KubeObject;
  if (resource !== PODS) return out;
  const { tolerations: _, ...spec } = (out as Pod).spec;
  return { ...out, spec: { ...spec, ...(tolerations ? { tolerations } : {}), ...givenPriority(given as unknown as Pod) } } as KubeObject;
}

/** Admission computes the priority out of the class; what is seeded has been admitted before. */
function givenPriority({ spec }: Pod): Partial<Pod["spec"]> {
  return { ...(spec.priority === undefined ? {} : { priority: spec.priority }), ...(spec.preemptionPolicy === undefined ? {} : { preemptionPolicy: spec.preemptionPolicy }) };
}

export function apiVersionOfKind(kind: string): string {
  return kind === "DaemonSet" || kind === "ControllerRevision" ? "apps/v1" : "v1";
}

/** `$now` and `$now-15s` in any string of a step. */
export function resolveTimes(value: unknown, nowMs: number): unknown {
  if (typeof value === "string") {
    const m = /^\$now(?:-(\d+)s)?$/.exec(value);
    return m ? formatTime(nowMs - Number(m[1] ?? 0) * 1000) : value;
  }
  if (Array.isArray(value)) return value.map((v) => resolveTimes(v, nowMs));
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolveTimes(v, nowMs)]));
  return value;
}

export function isSuperset(item: unknown, wanted: unknown): boolean {
  if (deepEqual(item, wanted)) return true;
  if (typeof item !== "object" || typeof wanted !== "object" || !item || !wanted || Array.isArray(wanted)) return false;
  return Object.entries(wanted).every(([k, v]) => isSuperset((item as Record<string, unknown>)[k], v));
}

export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
