import { fail } from "../kubectl/errors.ts";
import type { Arguments } from "../kubectl/verb.ts";

/** Ends a command that takes nothing but flags if it is given words. Source: cobra's NoArgs as kubectl words it */
export function refuseWords(args: Arguments, command: string): void {
  const words = [...args.words, ...(args.rest ?? [])];
  if (words.length > 0) fail(`Unexpected args: [${words.join(" ")}]\nSee 'kubectl ${command} -h' for help and examples`);
}
