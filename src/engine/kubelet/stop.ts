import { declaredImage } from "./images.ts";
import type { PodContext } from "./pull.ts";
import type { ContainerRecord } from "./state.ts";

/** Time that an app takes to end when it gets SIGTERM, unless its image says otherwise. */
export const STOP_MS = [900, 1000] as const;
export const SIGKILLED = 137;

/** How a container that gets SIGTERM ends. `code` is absent when the image says nothing of it. */
export interface Stop {
  readonly afterMs: number;
  /** By SIGKILL, at the end of the grace. */
  readonly isKilled: boolean;
  readonly code?: number;
}

/**
 * What a container that runs makes of SIGTERM.
 * @param time.wantedMs what it takes if neither its image nor its own command says anything
 */
export function stopOf({ world: { store, nowMs } }: Pick<PodContext, "world">, c: ContainerRecord, time: { readonly wantedMs: number; readonly graceMs: number }): Stop {
  const stop = declaredImage(store, c.image)?.stop;
  const afterSeconds = stop?.afterSeconds === undefined ? undefined : Math.round(stop.afterSeconds * 1000);
  const own = c.phase.kind === "running" && c.phase.own?.ignoresSigterm ? c.phase.own : undefined;
  const unsaidMs = own ? Math.max(0, (own.endsAtMs ?? Infinity) - nowMs) : time.wantedMs;
  const wantedMs = stop?.ignoresSigterm ? Infinity : (afterSeconds ?? unsaidMs);
  const isKilled = wantedMs > time.graceMs;
  const code = stop?.exitCode ?? own?.code;
  return { afterMs: Math.min(wantedMs, time.graceMs), isKilled, ...(isKilled || code === undefined ? {} : { code }) };
}
