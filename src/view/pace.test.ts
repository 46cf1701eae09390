import { describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import { holdFor, PACE_START, realMsForGap, steadyPace, storyPace, type PaceFrame, type PaceState } from "./pace.ts";

const FRAME_MS = 16;

function decision(id: number, atMs: number, extra: Partial<Decision> = {}): Decision {
  return { id, atMs, actor: "kubelet", object: { kind: "Pod", name: "p" }, verdict: "started", rule: "kubelet/started", evidence: [], text: "started.", source: "", ...extra };
}

function frame(part: Partial<PaceFrame>): PaceFrame {
  return { nowMs: 0, decisions: [], behind: false, reset: false, ...part };
}

/** Plays decisions at the given virtual times as an engine would; returns real ms until rest and the asked times. */
function play(timesMs: readonly number[]): { readonly realMs: number; readonly askedMs: readonly number[] } {
  const decisions = timesMs.map((atMs, i) => decision(i + 1, atMs));
  let state: PaceState = PACE_START;
  let nowMs = 0;
  let told = 0;
  let realMs = 0;
  const askedMs: number[] = [];
  let fresh: Decision[] = [];
  for (;;) {
    const next = decisions[told];
    const step = storyPace(state, frame({ nowMs, decisions: fresh, ...(next ? { nextAtMs: next.atMs, nextNotableAtMs: next.atMs } : {}) }), FRAME_MS);
    state = step.state;
    fresh = [];
    if (step.ask.kind === "rest") return { realMs, askedMs };
    realMs += FRAME_MS;
    if (step.ask.kind === "hold") continue;
    const { toMs, untilDecision } = step.ask;
    askedMs.push(toMs);
    while (told < decisions.length && decisions[told]!.atMs <= toMs) {
      fresh.push(decisions[told++]!);
      if (untilDecision) break;
    }
    nowMs = untilDecision && fresh.length > 0 ? fresh[0]!.atMs : toMs;
  }
}

describe("story pace", () => {
  test("rests when nothing notable is left, even if something repeats for ever", () => {
    expect(storyPace(PACE_START, frame({ nextAtMs: 60_000 }), FRAME_MS).ask).toEqual({ kind: "rest" });
  });

  test("keeps a new decision on screen for 900 ms before it asks for the next", () => {
    const seen = storyPace(PACE_START, frame({ nowMs: 100, decisions: [decision(1, 100)], nextNotableAtMs: 150 }), FRAME_MS);
    expect(seen.ask).toEqual({ kind: "hold", leftMs: 900 });
    const held = storyPace(seen.state, frame({ nowMs: 100, decisions: [decision(1, 100)], nextNotableAtMs: 150 }), 400);
    expect(held.ask).toEqual({ kind: "hold", leftMs: 500 });
    const over = storyPace(held.state, frame({ nowMs: 100, decisions: [decision(1, 100)], nextNotableAtMs: 150 }), 500);
    expect(over.ask).toMatchObject({ kind: "advance", untilDecision: true });
  });

  test("does not stop at quiet decisions, at the person's own, and at those before a jump", () => {
    const next = { nowMs: 100, nextNotableAtMs: 150 };
    expect(storyPace(PACE_START, frame({ ...next, decisions: [decision(1, 100, { quiet: true })] }), FRAME_MS).ask.kind).toBe("advance");
    expect(storyPace(PACE_START, frame({ ...next, decisions: [decision(1, 100, { actor: "user" })] }), FRAME_MS).ask.kind).toBe("advance");
    expect(storyPace(PACE_START, frame({ ...next, decisions: [decision(1, 100)], reset: true }), FRAME_MS).ask.kind).toBe("advance");
  });

  test("tells decisions after a jump back, although their numbers were seen before", () => {
    const before = { ...PACE_START, lastDecisionId: 90 };
    const jumped = storyPace(before, frame({ nowMs: 10, decisions: [decision(3, 5)], reset: true, nextNotableAtMs: 20 }), FRAME_MS);
    const told = storyPace(jumped.state, frame({ nowMs: 20, decisions: [decision(4, 20)], nextNotableAtMs: 30 }), FRAME_MS);
    expect(told.ask.kind).toBe("hold");
  });

  test.each([[1, 900], [6, 900], [7, 661], [12, 225], [16, 127], [17, 120], [500, 120]])("holds the %i-th decision of a second for %i ms", (n, ms) => {
    expect(holdFor(n)).toBe(ms);
  });

  test.each([[500, 500], [1_200, 1_200], [3_000, 1_200], [10_000, 1_650], [50_000, 2_500], [300_000, 4_000], [86_400_000, 7_500]])(
    "crosses a gap of %i virtual ms in %i real ms",
    (gapMs, realMs) => {
      expect(realMsForGap(gapMs)).toBe(realMs);
    },
  );

  test.each([[50_000, 2_500], [300_000, 4_000]])("crosses a wait of %i ms with the clock moving in every frame", (gapMs, realMs) => {
    const { realMs: took, askedMs } = play([gapMs]);
    expect(took).toBeGreaterThan(realMs - 100);
    expect(took).toBeLessThan(realMs + 900 + 100);
    const steps = askedMs.map((ms, i) => ms - (askedMs[i - 1] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(Math.max(...steps)).toBeLessThan(gapMs / 50);
    expect(steps[0]).toBeLessThan(steps[Math.floor(steps.length / 2)]!);
  });

  test("tells a rollout of a few pods one decision after the other", () => {
    const { realMs } = play([100, 600, 1_900, 2_600, 3_400]);
    expect(realMs).toBeGreaterThan(5 * 900);
    expect(realMs).toBeLessThan(5 * 900 + 3_400);
  });

  test("tells the start of a hundred pods, a thousand decisions in three seconds, in less than half a minute", () => {
    const { realMs } = play(Array.from({ length: 1000 }, (_, i) => i * 3));
    expect(realMs).toBeLessThan(30_000);
    expect(realMs).toBeGreaterThan(5_000);
  });

  test("does not count real time while the engine is behind", () => {
    const start = storyPace(PACE_START, frame({ nowMs: 0, nextNotableAtMs: 50_000 }), 0);
    const behind = storyPace(start.state, frame({ nowMs: 0, nextNotableAtMs: 50_000, behind: true }), 1_000);
    const caughtUp = storyPace(behind.state, frame({ nowMs: 10, nextNotableAtMs: 50_000 }), FRAME_MS);
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
