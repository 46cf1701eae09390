import type { SimContainer } from "../exec/container.ts";
import { clockOf } from "../../../api/calendar.ts";
import { hash32 } from "../../sim/random.ts";
import { AGENTS } from "./image-agents.ts";
import { COLLECTORS } from "./image-collectors.ts";
import { NETWORKS } from "./image-networks.ts";
import { SERVERS } from "./image-servers.ts";
import { STORAGES } from "./image-storages.ts";
import { factsOf, type LogPattern, type PatternOf, type Say } from "./log-pattern.ts";
import { SILENT, type LogLine, type LogLoop, type LogScript } from "./log-script.ts";
import type { ContainerRun } from "./run.ts";

const PATTERNS: Readonly<Record<string, PatternOf>> = { ...COLLECTORS, ...AGENTS, ...NETWORKS, ...STORAGES, ...SERVERS };
/** Between two lines of a start. */
const STEP_MS = 7;
const FIRST_MS = 4;

/**
 * What an image prints by itself, in the form of the real program: its start, and what it says now and then. An image
 * that nobody here knows says that it has started, and nothing more.
 * Departure: a likeness. Which lines, and how many, differs with versions and settings.
 */
export function imageScript(container: SimContainer, run: ContainerRun): LogScript {
  const { name, isBare } = container.image;
  if (isBare || name === "shell") return SILENT;
  const facts = factsOf(container, run);
  const pattern = Object.hasOwn(PATTERNS, name) ? PATTERNS[name]!(facts) : unknownImage(container);
  return { opening: pattern.start.map((say, i) => lineOf(say, FIRST_MS + i * STEP_MS, run.startMs)), loops: (pattern.beats ?? []).map((beat) => loopOf(beat, run)) };
}

function unknownImage({ spec, pod }: SimContainer): LogPattern {
  return { start: [`${spec.name}: started on ${pod.spec.nodeName ?? ""} (image ${spec.image})`] };
}

function lineOf(say: Say, atMs: number, startMs: number): LogLine {
  return { atMs, text: typeof say === "string" ? say : say(clockOf(startMs + Math.floor(atMs))) };
}

/** Each turn a little late, as timers are; never so late that it passes into the next second. */
function loopOf({ everySeconds, fromSeconds = everySeconds, say }: NonNullable<LogPattern["beats"]>[number], run: ContainerRun): LogLoop {
  const [fromMs, everyMs] = [Math.round(fromSeconds * 1000), Math.max(1000, Math.round(everySeconds * 1000))];
  return {
    fromMs,
    everyMs,
    turn(n) {
      const atMs = hash32(`${run.id}/${everyMs}/${n}`) % 40;
      return [{ atMs, text: say(n, clockOf(run.startMs + fromMs + n * everyMs + atMs)) }];
    },
  };
}
