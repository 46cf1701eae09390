import { describe, expect, test } from "vitest";
import { holdFor, PACE_START, realMsForGap, steadyPace, storyPace, type Heard, type PaceFrame, type PaceState } from "./pace.ts";

const FRAME_MS = 16;

function heard(atMs: number, extra: Partial<Heard> = {}): Heard {
  return { atMs, actor: "kubelet", object: { kind: "Pod", name: "p" }, ...extra };
}

function frame(part: Partial<PaceFrame>): PaceFrame {
  return { nowMs: 0, behind: false, ...part };
}

interface Played {
  readonly realMs: number;
  readonly askedMs: readonly number[];
  /** How many were told together, and for how long that sentence stayed. */
  readonly told: readonly { readonly count: number; readonly realMs: number }[];
}

/** Plays decisions as an engine would until rest. */
function play(decisions: readonly Heard[]): Played {
  let state: PaceState = PACE_START;
  let nowMs = 0;
  let done = 0;
  let realMs = 0;
  let waiting: readonly Heard[] = [];
  const askedMs: number[] = [];
  const told: { count: number; realMs: number }[] = [];
  for (;;) {
    const next = decisions[done];
    const step = storyPace(state, frame({ nowMs, ...(next ? { nextAtMs: next.atMs, nextNotableAtMs: next.atMs } : {}) }), waiting, FRAME_MS);
    state = step.state;
    if (step.ask.kind === "rest") return { realMs, askedMs, told };
    realMs += FRAME_MS;
    const last = told.at(-1);
    if (step.ask.kind === "hold") {
      if (last) last.realMs += FRAME_MS;
      continue;
    }
    if (step.ask.kind === "tell") {
      told.push({ count: step.ask.count, realMs: 0 });
      waiting = waiting.slice(step.ask.count);
      continue;
    }
    const { toMs, untilDecision } = step.ask;
    askedMs.push(toMs);
    let atMs = toMs;
    for (; done < decisions.length && decisions[done]!.atMs <= toMs; done++) {
      if (untilDecision && waiting.length > 0 && decisions[done]!.atMs > atMs) break;
      waiting = [...waiting, decisions[done]!];
      if (untilDecision) atMs = decisions[done]!.atMs;
    }
    nowMs = waiting.length > 0 ? atMs : toMs;
  }
}

/** The same step of as many pods, one every `everyMs`. */
function crowd(count: number, everyMs: number): readonly Heard[] {
  return Array.from({ length: count }, (_, i) => heard(i * everyMs, { object: { kind: "Pod", name: `p${i}` } }));
}

describe("story pace", () => {
  test("rests when nothing notable is left, even if something repeats for ever", () => {
    expect(storyPace(PACE_START, frame({ nextAtMs: 60_000 }), [], FRAME_MS).ask).toEqual({ kind: "rest" });
  });

  test("tells a decision, keeps it on screen for 900 ms, and only then asks for the next", () => {
    const at = frame({ nowMs: 100, nextNotableAtMs: 150 });
    const told = storyPace(PACE_START, at, [heard(100)], FRAME_MS);
    expect(told.ask).toEqual({ kind: "tell", count: 1 });
    const held = storyPace(told.state, at, [], 400);
    expect(held.ask).toEqual({ kind: "hold", leftMs: 500 });
    expect(storyPace(held.state, at, [], 500).ask).toMatchObject({ kind: "advance", untilDecision: true });
  });

  test("tells each decision of one instant at full length, and also the last ones before rest", () => {
    const { told } = play([heard(50), heard(50), heard(50)]);
    expect(told.map((t) => t.count)).toEqual([1, 1, 1]);
    expect(Math.min(...told.map((t) => t.realMs))).toBeGreaterThan(700);
  });

  test("tells what somebody did by itself and for at least 600 ms, in the densest burst too", () => {
    const { told } = play([...crowd(30, 0), heard(0, { actor: "user" }), ...crowd(30, 0)]);
    expect(told.map((t) => t.count)).toEqual([30, 1, 30]);
    expect(told[1]!.realMs).toBeGreaterThan(570);
  });

  test("tells a pod's whole way one by one, however many steps it takes in a second", () => {
    const { told } = play(Array.from({ length: 12 }, (_, i) => heard(i * 20)));
    expect(told.map((t) => t.count)).toEqual(Array.from({ length: 12 }, () => 1));
    expect(Math.min(...told.map((t) => t.realMs))).toBeGreaterThan(700);
  });

  test("tells the rest of a long queue together", () => {
    expect(play(Array.from({ length: 9 }, () => heard(0))).told.map((t) => t.count)).toEqual([9]);
  });

  test.each([[1, 900], [6, 900], [7, 661], [12, 225], [16, 150], [500, 150]])("holds a sentence among %i in a second for %i ms", (n, ms) => {
    expect(holdFor(n)).toBe(ms);
  });

  test.each([[500, 500], [1_200, 1_200], [3_000, 1_200], [10_000, 1_650], [50_000, 2_500], [300_000, 4_000], [86_400_000, 7_500]])(
    "crosses a gap of %i virtual ms in %i real ms",
    (gapMs, realMs) => {
      expect(realMsForGap(gapMs)).toBe(realMs);
    },
  );

  test.each([[50_000, 2_500], [300_000, 4_000]])("crosses a wait of %i ms with the clock moving in every frame", (gapMs, realMs) => {
    const { realMs: took, askedMs } = play([heard(gapMs)]);
    expect(took).toBeGreaterThan(realMs - 100);
    expect(took).toBeLessThan(realMs + 900 + 100);
    const steps = askedMs.map((ms, i) => ms - (askedMs[i - 1] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeLessThan(gapMs / 50);
    expect(steps[0]).toBeLessThan(steps[Math.floor(steps.length / 2)]!);
  });

  test("tells a rollout of a few pods one decision after the other", () => {
    const { realMs } = play([100, 600, 1_900, 2_600, 3_400].map((atMs) => heard(atMs)));
    expect(realMs).toBeGreaterThan(5 * 900);
    expect(realMs).toBeLessThan(5 * 900 + 3_400);
  });

  test("tells the start of a hundred pods, 800 decisions in six seconds, in less than 15 s", () => {
    const { realMs } = play(Array.from({ length: 800 }, (_, i) => heard(i * 7.5, { object: { kind: "Pod", name: `p${i % 100}` } })));
    expect(realMs).toBeLessThan(15_000);
    expect(realMs).toBeGreaterThan(5_000);
  });

  test("does not count real time while the engine is behind", () => {
    const start = storyPace(PACE_START, frame({ nowMs: 0, nextNotableAtMs: 50_000 }), [], 0);
    const behind = storyPace(start.state, frame({ nowMs: 0, nextNotableAtMs: 50_000, behind: true }), [], 1_000);
    const caughtUp = storyPace(behind.state, frame({ nowMs: 10, nextNotableAtMs: 50_000 }), [], FRAME_MS);
    expect(caughtUp.ask).toMatchObject({ kind: "advance", toMs: 26 });
  });
});

describe("plain speed", () => {
  test.each([[1, 16, 116], [4, 16, 164], [100, 16, 1_700], [0.05, 16, 101]])("at %f x, %i real ms lead from 100 to %i", (speed, elapsed, toMs) => {
    expect(steadyPace(frame({ nowMs: 100, nextAtMs: 5_000 }), elapsed, speed)).toEqual({ kind: "advance", toMs, untilDecision: false });
  });

  test("rests when nothing will ever happen", () => {
    expect(steadyPace(frame({ nowMs: 100 }), FRAME_MS, 1)).toEqual({ kind: "rest" });
  });
});
