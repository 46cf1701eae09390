import { beforeEach, describe, expect, test } from "vitest";
import { forgetProgress, notePrediction, noteStep, progressText, readProgress, takeInProgress, useProgress } from "./progress.ts";

const STEPS = ["hook", "delete-a-pod"];

beforeEach(forgetProgress);

describe("progress", () => {
  test("knows a lesson as finished when each of its steps is done, in whatever order", () => {
    noteStep("basics/one", "delete-a-pod", STEPS);
    expect(useProgress.getState().lessons["basics/one"]?.isFinished).toBe(false);
    noteStep("basics/one", "hook", STEPS);
    expect(useProgress.getState().lessons["basics/one"]).toEqual({ done: ["delete-a-pod", "hook"], isFinished: true, firstTries: {}, again: {} });
  });

  test("keeps the first prediction, and how the last one turned out beside it", () => {
    notePrediction("basics/one", "hook", false);
    notePrediction("basics/one", "hook", true);
    notePrediction("basics/one", "delete-a-pod", true);
    const { lessons } = useProgress.getState();
    expect(lessons["basics/one"]).toMatchObject({ firstTries: { hook: false, "delete-a-pod": true }, again: { hook: true } });
    expect(progressText(lessons)).toContain("basics/one: -hook=wrong/right -delete-a-pod=right");
    expect(readProgress(progressText(lessons))).toEqual(lessons);
  });

  test("goes to another browser as text and is added to what is known there", () => {
    noteStep("basics/one", "hook", STEPS);
    notePrediction("basics/one", "delete-a-pod", true);
    noteStep("where/two", "only", ["only"]);
    const text = progressText(useProgress.getState().lessons);
    expect(text).toBe("cluster-playground-progress-1\nbasics/one: hook -delete-a-pod=right\nwhere/two done: only");
    forgetProgress();
    noteStep("basics/one", "delete-a-pod", STEPS);
    expect(takeInProgress(` ${text.replaceAll("\n", "\r\n")}\n`)).toBe(true);
    expect(useProgress.getState().lessons).toEqual({
      "basics/one": { done: ["delete-a-pod", "hook"], isFinished: false, firstTries: { "delete-a-pod": true }, again: {} },
      "where/two": { done: ["only"], isFinished: true, firstTries: {}, again: {} },
    });
  });

  test.each(["", "hello", "cluster-playground-progress-1\n<script>: x", "cluster-playground-progress-2\na/b: c"])("does not take %j for a text of progress", (text) => {
    expect(readProgress(text)).toBeUndefined();
    expect(takeInProgress(text)).toBe(false);
  });
});
