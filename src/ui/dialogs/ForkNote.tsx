import { clockText } from "../format.ts";
import { useClock } from "../session-context.ts";

/** In the past: what a command here costs, said before it is given. */
export function ForkNote() {
  const at = useClock((c) => (c.nowMs < c.endMs ? clockText(c.nowMs) : undefined));
  return at === undefined ? null : <p className="fork-note">This replaces what came after {at}.</p>;
}
