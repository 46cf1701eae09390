import type { Process } from "../process.ts";

/** A process that has nothing to wait for and nothing to say. */
// oxlint-disable-next-line require-yield -- that is what it is
export function* ended(status: number): Process {
  return status;
}
