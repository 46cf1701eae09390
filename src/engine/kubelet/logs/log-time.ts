import { formatTime } from "../../../api/time.ts";
import { hash32 } from "../../sim/random.ts";
import type { ContainerRun } from "./run.ts";

/** What is under a millisecond is made up, the same for each line each time; lines of one millisecond stay in order. */
const MADE_UP_NANOS = 500_000;

/**
 * The time of a line as the kubelet puts it before it, with all nine digits.
 * @param atMs since the start of the run; its fraction counts too
 * Source: Go time.RFC3339Nano with fixed digits, kubernetes pkg/kubelet/types/constants.go (1.36)
 */
export function formatNanoTime(run: ContainerRun, atMs: number): string {
  const ms = Math.floor(atMs);
  const nanos = (hash32(`${run.id}/${ms}`) % MADE_UP_NANOS) + Math.min(MADE_UP_NANOS - 1, Math.floor((atMs - ms) * 1_000_000));
  const at = run.startMs + ms;
  const millis = String(at - Math.floor(at / 1000) * 1000).padStart(3, "0");
  return `${formatTime(at).slice(0, -1)}.${millis}${String(nanos).padStart(6, "0")}Z`;
}
