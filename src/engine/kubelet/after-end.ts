import type { ContainerStateTerminated } from "../../api/types/pod.ts";
import { afterExit } from "./backoff.ts";
import type { PodContext } from "./pull.ts";
import type { AfterExit, ContainerRecord } from "./state.ts";

/** From an exit to the sync that notices it. */
const NOTICE_EXIT_MS = [500, 1000] as const;

/** A container that has ended: for good, or until it is restarted, at once or after its back-off. */
export function afterEnd(ctx: PodContext, c: ContainerRecord, state: ContainerStateTerminated): ContainerRecord {
  const { world } = ctx;
  if (!isRestarted(ctx, c, state.exitCode)) return { ...c, phase: { kind: "terminated", state, next: { kind: "nothing" } } };
  const { waitSeconds, entry } = afterExit(c.crashBackoff, world.nowMs);
  const noticedMs = world.nowMs + world.random.int(...NOTICE_EXIT_MS);
  const next: AfterExit = waitSeconds === 0
    ? { kind: "restart", atMs: noticedMs }
    : { kind: "back-off", showAtMs: noticedMs, untilMs: world.nowMs + waitSeconds * 1000, waitSeconds };
  return { ...c, crashBackoff: entry, phase: { kind: "terminated", state, next } };
}

/** Whether the restart policy brings a container back after it ended with `code`. */
export function isRestarted({ pod }: PodContext, c: ContainerRecord, code: number): boolean {
  const policy = pod.spec.restartPolicy ?? "Always";
  if (c.role === "sidecar") return true;
  if (c.role === "init") return code !== 0 && policy !== "Never";
  return policy === "Always" || (policy === "OnFailure" && code !== 0);
}
