import { resolvePath } from "../files.ts";
import { completeKubectl } from "../kubectl/completion.ts";
import type { Steps } from "../process.ts";
import { commandAt } from "./command-words.ts";
import type { Shell } from "./shell.ts";

/** What Tab offers. */
export interface Completion {
  /** Where the word begins that a candidate takes the place of. */
  readonly from: number;
  /** Whole words, sorted. One that more may follow at once ends in `/`, `=` or `,`. */
  readonly candidates: readonly string[];
}

/** Programs that run another one: what follows their own flags is a command again. */
const RUNNERS = ["xargs", "watch", "env"];

/** Candidates for the word before the cursor. It may ask the cluster for names. @param line up to the cursor */
export function* complete(line: string, shell: Shell): Steps<Completion> {
  const { before, current, from, isRedirect } = commandAt(line);
  if (isRedirect) return { from, candidates: filesLike(current, shell) };
  const words = commandOf(before, shell);
  const [program, ...args] = words;
  if (program === undefined) return { from, candidates: program === undefined && current.includes("/") ? filesLike(current, shell) : programsLike(current, shell) };
  if (program !== "kubectl" && program !== "k") return { from, candidates: filesLike(current, shell) };
  const found = yield* completeKubectl(args, current, { files: shell.files, cwd: shell.cwd, namespace: shell.namespace });
  return { from, candidates: found === "files" ? filesLike(current, shell) : [...new Set(found)].sort() };
}

/** The innermost command: that of `watch -n 5 kubectl get`. */
function commandOf(before: readonly string[], shell: Shell): readonly string[] {
  if (!RUNNERS.includes(before[0] ?? "")) return before;
  const at = before.findIndex((word, i) => i > 0 && Object.hasOwn(shell.programs, word));
  return at < 0 ? [] : before.slice(at);
}

function programsLike(typed: string, shell: Shell): string[] {
  return Object.keys(shell.programs).filter((name) => name.startsWith(typed) && /^[a-z]/.test(name) && (name.length > 1 || typed === name)).sort();
}

/** Paths that begin as typed, written as typed. */
function filesLike(typed: string, shell: Pick<Shell, "files" | "cwd">): string[] {
  const slash = typed.lastIndexOf("/") + 1;
  const [folder, name] = [typed.slice(0, slash), typed.slice(slash)];
  const names = shell.files.list(folder === "" ? shell.cwd : resolvePath(shell.cwd, folder)) ?? [];
  return names.filter((n) => n.startsWith(name) && (!n.startsWith(".") || name.startsWith("."))).map((n) => folder + n);
}
