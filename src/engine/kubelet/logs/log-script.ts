/** One line of a log. `atMs` counts from the start of the container, in a turn from the start of the turn. */
export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

/**
 * What a container prints while it runs, as a rule instead of a list: any part of a log of years can be had without
 * going through what came before.
 */
export interface LogScript {
  readonly opening: readonly LogLine[];
  readonly loops: readonly LogLoop[];
}

/** Something that repeats itself for as long as the container runs. */
export interface LogLoop {
  readonly fromMs: number;
  /** 1 or more. */
  readonly everyMs: number;
  /** Lines of turn 0, 1, 2 …, about as many in each, all within `everyMs`. */
  readonly turn: (n: number) => readonly LogLine[];
}

export const SILENT: LogScript = { opening: [], loops: [] };

/** containerLogMaxSize of the kubelet, and as many lines as anyone reads. */
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_LINES = 10_000;

export interface LinesWanted {
  /** Nothing older; counts from the start of the container. */
  readonly fromMs?: number;
  /** That many of the last lines are enough. */
  readonly tail?: number;
}

/**
 * The lines of a run until `endMs`, oldest first, that have not been rotated away. As long as nothing is rotated, a
 * later end only adds lines.
 * Departure: rotation keeps at least half of what it may keep, where the kubelet begins with an empty file.
 * Source: kubernetes pkg/kubelet/logs/container_log_manager.go (1.36)
 */
export function linesUntil(script: LogScript, endMs: number, wanted: LinesWanted = {}): LogLine[] {
  const firstMs = Math.max(rotatedMs(script, endMs), wanted.fromMs ?? 0);
  const { tail } = wanted;
  if (tail === undefined) return linesBetween(script, firstMs, endMs);
  if (tail === 0) return [];
  for (let spanMs = spanOf(script, tail); ; spanMs *= 4) {
    const fromMs = Math.max(firstMs, endMs - spanMs);
    const lines = linesBetween(script, fromMs, endMs);
    if (lines.length >= tail || fromMs <= firstMs) return lines.slice(-tail);
  }
}

/** How far back about so many lines go. */
function spanOf(script: LogScript, lines: number): number {
  const longest = Math.max(1000, ...script.loops.map(({ everyMs }) => everyMs));
  return longest + Math.ceil(lines / Math.max(rateOf(script, () => 1), 1 / longest));
}

/** Where the log that is kept begins: it moves on by half of the most that is kept. */
function rotatedMs(script: LogScript, endMs: number): number {
  const lines = rateOf(script, () => 1);
  if (lines === 0) return 0;
  const bytes = rateOf(script, ({ text }) => text.length + 1);
  const longest = Math.max(...script.loops.map(({ everyMs }) => everyMs));
  const blockMs = Math.max(longest, Math.floor(Math.min(MAX_LINES / lines, MAX_BYTES / bytes) / 2));
  return Math.max(0, (Math.floor(endMs / blockMs) - 1) * blockMs);
}

/** How much of something the loops print a millisecond. */
function rateOf({ loops }: LogScript, amount: (line: LogLine) => number): number {
  return loops.reduce((sum, loop) => sum + loop.turn(0).reduce((n, line) => n + amount(line), 0) / loop.everyMs, 0);
}

function linesBetween({ opening, loops }: LogScript, fromMs: number, endMs: number): LogLine[] {
  const isIn = ({ atMs }: LogLine) => atMs >= fromMs && atMs <= endMs;
  const lines = opening.filter(isIn);
  for (const loop of loops) {
    const last = Math.floor((endMs - loop.fromMs) / loop.everyMs);
    for (let n = Math.max(0, Math.floor((fromMs - loop.fromMs) / loop.everyMs)); n <= last; n++) {
      const startMs = loop.fromMs + n * loop.everyMs;
      for (const { atMs, text } of loop.turn(n)) {
        const line = { atMs: startMs + atMs, text };
        if (isIn(line)) lines.push(line);
      }
    }
  }
  return loops.length > 0 ? lines.sort((a, b) => a.atMs - b.atMs) : lines;
}
