import type { Effect, Process, Steps } from "../process.ts";

interface Stage {
  readonly process: Process;
  /** Written and not yet read by the next stage. */
  written: string;
  reply: unknown;
  /** Set when it has ended. */
  status?: number;
}

/**
 * Processes that read what the one before writes. The last one leads: where it wants a line, the one before is run
 * until there is one. When the last one has ended, the others are stopped as soon as they would write or wait, as a
 * broken pipe does it; what they have to do they do.
 * @returns the status of the last
 */
export function* pipeline(processes: readonly Process[]): Process {
  const stages = processes.map((process): Stage => ({ process, written: "", reply: undefined }));
  const last = stages.length - 1;
  try {
    while (stages[last]!.status === undefined) yield* step(stages, last, true);
    for (let i = last - 1; i >= 0; i--) {
      while (stages[i]!.status === undefined) yield* step(stages, i, false);
    }
    return stages[last]!.status;
  } finally {
    for (const { process } of stages) process.return(1);
  }
}

/** Runs a stage up to its next effect and answers that. */
function* step(stages: readonly Stage[], i: number, isRead: boolean): Steps<void> {
  const stage = stages[i]!;
  const result = stage.process.next(stage.reply);
  stage.reply = undefined;
  if (result.done) {
    stage.status = result.value;
    return;
  }
  const effect = result.value;
  if (!isRead && stops(effect)) {
    stage.process.return(1);
    stage.status = 1;
  } else if (effect.kind === "read" && i > 0) {
    stage.reply = yield* lineFrom(stages, i - 1, effect.keepsEnd === true);
  } else if (effect.kind === "is-terminal" && i > 0) {
    stage.reply = false;
  } else if (effect.kind === "write" && effect.to === "stdout" && i < stages.length - 1) {
    stage.written += effect.text;
  } else stage.reply = yield effect;
}

function stops(effect: Effect): boolean {
  return (effect.kind === "write" && effect.to === "stdout") || effect.kind === "changes" || effect.kind === "sleep";
}

/** The next line that a stage writes; undefined: it has ended. */
function* lineFrom(stages: readonly Stage[], i: number, keepsEnd: boolean): Steps<string | undefined> {
  const stage = stages[i]!;
  let searched = 0;
  for (;;) {
    const newline = stage.written.indexOf("\n", searched);
    if (newline >= 0) {
      const line = stage.written.slice(0, newline);
      stage.written = stage.written.slice(newline + 1);
      return keepsEnd ? `${line}\n` : line;
    }
    searched = stage.written.length;
    if (stage.status === undefined) {
      yield* step(stages, i, true);
      continue;
    }
    const rest = stage.written;
    stage.written = "";
    return rest === "" ? undefined : rest;
  }
}
