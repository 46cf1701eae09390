import type { Container, Pod } from "../../../api/types/pod.ts";
import { simContainer, type SimContainer } from "../exec/container.ts";
import { imageKind } from "../exec/image-kind.ts";
import type { InsideContext } from "../exec/inside-context.ts";
import { isProgram, lacks } from "../exec/programs.ts";
import { nestedScript } from "../exec/shell-run.ts";
import { shellLog } from "./shell-log.ts";

/**
 * What the command of a container comes to by itself.
 * - `ends`: that long after its start, with a code.
 * - `runs`: until somebody stops it. `polls`: it waits for something in the cluster and looks again and again.
 * - `not-started`: there is no such program; `error` is runc's text.
 *
 * `ignoresSigterm`: process 1 gets a signal only if it has a handler for it, and shells and small programs have none.
 */
export type OwnEnd =
  | { readonly kind: "ends"; readonly afterMs: number; readonly code: number; readonly ignoresSigterm: boolean }
  | { readonly kind: "runs"; readonly polls: boolean; readonly ignoresSigterm: boolean }
  | { readonly kind: "not-started"; readonly error: string };

/**
 * How a container that starts now will end, as far as its own command says so; undefined: it runs the program of its
 * image, of which nothing is known here. The same reading of the command makes its log (`shell-log.ts`).
 */
export function ownEnd(ctx: InsideContext, pod: Pod, spec: Container): OwnEnd | undefined {
  // First, because most containers have none, and a container with all its files is much to put together.
  if (!hasOwnCommand({ spec, image: imageKind(spec.image) })) return undefined;
  const container = simContainer(ctx, pod, spec);
  const missing = cannotStart(container);
  if (missing) return { kind: "not-started", error: missing };
  const ignoresSigterm = !pod.spec["shareProcessNamespace"] && !pod.spec["hostPID"] && !container.argv.some((word) => /\btrap\b/.test(word));
  if (readsInput(container)) return { kind: "runs", polls: false, ignoresSigterm };
  const { outcome } = shellLog(container, ctx.nowMs);
  switch (outcome.kind) {
    case "leaves": return undefined;
    case "runs": return { kind: "runs", polls: outcome.polls, ignoresSigterm };
    case "ends": return { kind: "ends", afterMs: outcome.atMs, code: outcome.code, ignoresSigterm };
  }
}

/** Whether what runs is written in the pod, or the image is one that has a shell and nothing else. */
export function hasOwnCommand({ spec, image }: Pick<SimContainer, "spec" | "image">): boolean {
  return (spec.command?.length ?? 0) > 0 || image.name === "shell";
}

/** runc's text for a program that the image is known not to have. */
export function cannotStart(container: SimContainer): string | undefined {
  const [program = ""] = container.argv;
  if (!hasOwnCommand(container) || program === "" || nestedScript({ container, written: new Map(), cwd: "/" }, container.argv)) return undefined;
  return !isProgram(container, program) && lacks(container, program) ? `unable to start container process: error during container init: ${notFound(program)}` : undefined;
}

/** Go's text for a program that is not there. Source: Go os/exec LookPath, runc libcontainer/standard_init_linux.go */
export function notFound(program: string): string {
  return `exec: "${program}": ${program.includes("/") ? `stat ${program}: no such file or directory` : "executable file not found in $PATH"}`;
}

/** Programs that read their input when no file is named. */
const READERS = /^(?:\/(?:usr\/)?bin\/)?(?:cat|wc|sort|uniq)$/;
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:sh|ash|bash|dash)$/;
/** `cat` without a file in a script. */
const READS_IN_SCRIPT = /(?:^|[;&|({\n])\s*cat\s*(?:$|[;&|)}>\n])/;

/** A shell, `cat` and its like, or a script with `cat` in it, at an open standard input waits for what somebody will type. */
export function readsInput(container: SimContainer): boolean {
  const { spec, argv } = container;
  if (spec["stdin"] !== true || !hasOwnCommand(container)) return false;
  const [program = "", ...args] = argv;
  if (READERS.test(program)) return args.every((arg) => arg.startsWith("-"));
  const nested = nestedScript({ container, written: new Map(), cwd: "/" }, argv);
  return nested ? READS_IN_SCRIPT.test(nested.script) : SHELL.test(program);
}
