import type { RequestOptions } from "../../api/request.ts";
import { formatMicroTime } from "../../api/time.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import { objectName } from "../kubectl/resources.ts";
import type { Arguments, Flag } from "../kubectl/verb.ts";
import { objectPrinter, type ObjectPrinter } from "../print/object-printer.ts";
import { complain, now, print, type Steps } from "../process.ts";
import type { Found } from "./objects.ts";

export type DryRun = "none" | "client" | "server";

/** How a command that changes tells what it did. */
export interface Outcome {
  readonly dryRun: DryRun;
  /** `-o` was given: the object instead of a line in words. */
  readonly printer?: ObjectPrinter;
}

/** Flags of commands that tell what they did. */
export const OUTCOME_FLAGS: readonly Flag[] = [
  COMMON_FLAGS.output,
  COMMON_FLAGS.dryRun,
  COMMON_FLAGS.fieldManager,
  { name: "template", type: "string" },
  { name: "allow-missing-template-keys", type: "bool" },
  { name: "show-managed-fields", type: "bool" },
];

/** Reads `--dry-run` and `-o`. Source: kubectl pkg/cmd/util/helpers.go GetDryRunStrategy (1.36) */
export function* outcomeOf(args: Arguments): Steps<Outcome> {
  const output = args.text("output");
  const dryRun = yield* dryRunOf(args.text("dry-run"));
  return { dryRun, ...(output ? { printer: objectPrinter(output, { showManagedFields: args.is("show-managed-fields"), template: args.text("template") }) } : {}) };
}

/** Options of a request, with `dryRun` where the server is to try it only. */
export function changeOptions({ dryRun }: Outcome, options: RequestOptions): RequestOptions {
  return dryRun === "server" ? { ...options, dryRun: true } : options;
}

/** Tells one result: `node/n labeled (dry run)`, or the object as `-o` asks for it. */
export function* tell({ resource, object }: Found, word: string, { dryRun, printer }: Outcome): Steps<void> {
  yield* print(printer ? printer(object) : `${objectName(resource, object.metadata.name)} ${word}${SUFFIX[dryRun]}\n`);
}

export const SUFFIX: Readonly<Record<DryRun, string>> = { none: "", client: " (dry run)", server: " (server dry run)" };

function* dryRunOf(text: string | undefined): Steps<DryRun> {
  switch (text) {
    case undefined: case "none": return "none";
    case "client": case "server": return text;
    case "unchanged":
      yield* warn(719, "--dry-run is deprecated and can be replaced with --dry-run=client.");
      return "client";
    default: return fail(`Invalid dry-run value (${text}). Must be "none", "server", or "client".`);
  }
}

/** A line of kubectl's own log: level, month and day, time, process, place in its source. */
function* warn(line: number, text: string): Steps<void> {
  const [date = "", time = ""] = formatMicroTime(yield* now()).slice(0, -1).split("T");
  yield* complain(`W${date.slice(5).replace("-", "")} ${time}       1 helpers.go:${line}] ${text}\n`);
}
