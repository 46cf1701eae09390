import type { Container, Pod } from "../../../api/types/pod.ts";
import { simContainer, type SimContainer } from "../exec/container.ts";
import type { InsideContext } from "../exec/inside-context.ts";
import { imageScript } from "./image-script.ts";
import { lastWords } from "./last-words.ts";
import { linesUntil, SILENT, type LinesWanted, type LogLine, type LogScript } from "./log-script.ts";
import { cannotStart, hasOwnCommand } from "./own-end.ts";
import type { ContainerRun } from "./run.ts";
import { shellLog, type ShellLog } from "./shell-log.ts";

/** A status tells the end of a run to the second; what was printed in that second belongs to it. */
const REST_OF_SECOND_MS = 999;

/** The lines of one run of a container until now, oldest first. `atMs` counts from its start. */
export function logOfRun(ctx: Pick<InsideContext, "store" | "nowMs" | "environmentOf">, pod: Pod, spec: Container, run: ContainerRun, wanted: LinesWanted = {}): LogLine[] {
  const { store, nowMs, environmentOf } = ctx;
  const container = simContainer({ store, nowMs, ...(environmentOf ? { environmentOf } : {}) }, pod, spec);
  const { script, isOwnEnd } = scriptOf(container, run);
  const sinceStartMs = nowMs - run.startMs;
  const lastMs = run.end ? run.end.atMs - run.startMs + REST_OF_SECOND_MS : Infinity;
  const last = run.end && !isOwnEnd && sinceStartMs >= lastMs ? lastWords(container, run.end, run.startMs + lastMs) : [];
  const { tail, ...others } = wanted;
  const lines = linesUntil(script, Math.min(sinceStartMs, lastMs), { ...others, ...(tail === undefined ? {} : { tail: Math.max(0, tail - last.length) }) });
  const all = [...lines, ...last.map((text) => ({ atMs: lastMs, text }))];
  return tail === undefined || all.length <= tail ? all : all.slice(all.length - tail);
}

interface Printed {
  readonly script: LogScript;
  /** It came to the end of its own command, which has said all that there was to say. */
  readonly isOwnEnd: boolean;
}

/** A script of its own before the image; what such a script starts prints what the image prints. */
function scriptOf(container: SimContainer, run: ContainerRun): Printed {
  if (cannotStart(container)) return { script: SILENT, isOwnEnd: true };
  const { script, outcome } = hasOwnCommand(container) ? shellLog(container, run.startMs) : IMAGE_ONLY;
  if (outcome.kind !== "leaves") return { script, isOwnEnd: outcome.kind === "ends" && run.end?.code === outcome.code };
  const image = imageScript(container, { ...run, startMs: run.startMs + outcome.atMs });
  const shifted = image.opening.map((line) => ({ ...line, atMs: line.atMs + outcome.atMs }));
  return { script: { opening: [...script.opening, ...shifted], loops: image.loops.map((loop) => ({ ...loop, fromMs: loop.fromMs + outcome.atMs })) }, isOwnEnd: false };
}

const IMAGE_ONLY: ShellLog = { script: SILENT, outcome: { kind: "leaves", atMs: 0 } };
