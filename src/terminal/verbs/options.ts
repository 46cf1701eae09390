import { GLOBAL_FLAGS } from "../kubectl/arguments.ts";
import { flagText } from "../kubectl/help.ts";
import type { Verb } from "../kubectl/verb.ts";
import { print, type Process } from "../process.ts";

/** `kubectl options`. Departure: the names of the flags, without kubectl's page of text about them. */
export const options: Verb = { name: "options", flags: [], run };

function* run(): Process {
  const flags = GLOBAL_FLAGS.filter(({ name }) => name !== "help").toSorted((a, b) => (a.name < b.name ? -1 : 1));
  yield* print(`The following options can be passed to any command:\n\n${flags.map((flag) => `    ${flagText(flag)}\n`).join("")}`);
  return 0;
}
