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
 * @param wantedMs the time it takes if its image says nothing
 */
export function stopOf({ world }: Pick<PodContext, "world">, c: ContainerRecord, time: { readonly wantedMs: number; readonly graceMs: number }): Stop {
  const stop = declaredImage(world.store, c.image)?.stop;
  const afterSeconds = stop?.afterSeconds === undefined ? undefined : Math.round(stop.afterSeconds * 1000);
  const wantedMs = stop?.ignoresSigterm ? Infinity : (afterSeconds ?? time.wantedMs);
  const isKilled = wantedMs > time.graceMs;
  return { afterMs: Math.min(wantedMs, time.graceMs), isKilled, ...(isKilled || stop?.exitCode === undefined ? {} : { code: stop.exitCode }) };
}
