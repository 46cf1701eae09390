import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RealTime, type Clocked } from "./real-time.ts";

/** A clock with one thing to do, at `dueMs`; `done` says when it was done. */
class Alarm implements Clocked {
  nowMs = 0;
  dueMs: number | undefined;
  readonly done: number[] = [];

  nextAtMs(): number | undefined {
    return this.dueMs;
  }
  advance(toMs: number): "reached" {
    this.nowMs = toMs;
    if (this.dueMs !== undefined && this.dueMs <= toMs) {
      this.done.push(toMs);
      this.dueMs = undefined;
    }
    return "reached";
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function started(alarm: Alarm, speed = 1): RealTime {
  const startedAt = Date.now();
  return new RealTime(alarm, { startMs: 0, startedAt, speed, now: () => Date.now(), onError: (error) => expect.unreachable(String(error)), afterStep: () => {} });
}

test("what a write leads to is done when it is due, also while nobody asks for anything", () => {
  const alarm = new Alarm();
  const time = started(alarm);
  vi.advanceTimersByTime(5_300);
  time.catchUp();
  time.wake();
  alarm.dueMs = alarm.nowMs + 12;
  vi.advanceTimersByTime(15);
  expect(alarm.done).toEqual([5_312]);
  time.stop();
});

test("at ten times the speed ten times as much time passes", () => {
  const alarm = new Alarm();
  alarm.dueMs = 5_000;
  const time = started(alarm, 10);
  vi.advanceTimersByTime(510);
  expect(alarm.done).toEqual([5_000]);
  time.stop();
});

test("nothing is done after it was stopped", () => {
  const alarm = new Alarm();
  const time = started(alarm);
  time.stop();
  time.wake();
  alarm.dueMs = 10;
  vi.advanceTimersByTime(10_000);
  expect(alarm.done).toEqual([]);
});
