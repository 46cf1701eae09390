import type { Container, Pod } from "../../api/types/pod.ts";

/** What a container gets after its hook, even if that has used up the grace. */
const MIN_AFTER_HOOK_MS = 2000;

interface Handler { readonly sleep?: { readonly seconds: number }; readonly exec?: { readonly command?: readonly string[] } }

/** How a container is stopped: `hookMs` for its preStop hook, then SIGTERM, and SIGKILL `leftMs` after that. */
export interface StopTimes { readonly hookMs: number; readonly leftMs: number }

/**
 * How the grace of a container is divided. A hook counts within it, in whole seconds, and is cut off at its end; without
 * any grace there is no hook.
 * Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer, executePreStopHook (1.36)
 */
export function stopTimes(spec: Container | undefined, graceMs: number): StopTimes {
  const hook = (spec?.["lifecycle"] as { readonly preStop?: Handler } | undefined)?.preStop;
  if (!spec || !hook || graceMs === 0) return { hookMs: 0, leftMs: graceMs };
  const hookMs = Math.min(graceMs, hookTimeMs(hook));
  return { hookMs, leftMs: Math.max(MIN_AFTER_HOOK_MS, graceMs - Math.floor(hookMs / 1000) * 1000) };
}

/** How long after the end of the grace SIGKILL comes for the last container of the pod. */
export function overtimeMs(pod: Pod, graceMs: number): number {
  const times = containersOf(pod).map((spec) => stopTimes(spec, graceMs));
  return Math.max(0, ...times.map(({ hookMs, leftMs }) => hookMs + leftMs - graceMs));
}

function containersOf({ spec }: Pod): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

const SLEEP = /\bsleep\s+(infinity|\d+(?:\.\d+)?)/g;

/**
 * A `sleep` takes what it says, a command what the `sleep`s written in it take, a request no time. Departure: a script
 * is read, not run, so that a loop counts once: what runs scripts (`inside.ts`) is not loaded with the engine.
 */
function hookTimeMs({ sleep, exec }: Handler): number {
  if (sleep) return sleep.seconds * 1000;
  const naps = (exec?.command ?? []).join(" ").matchAll(SLEEP);
  return Array.from(naps).reduce((sum, [, time]) => sum + (time === "infinity" ? Infinity : Number(time) * 1000), 0);
}
