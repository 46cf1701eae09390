import { describe, expect, test } from "vitest";
import { lastAnswer } from "./last-answer.ts";

describe("a function that remembers its last answer", () => {
  test("hands out the same object while the question stays the same, and a new one when it changes", () => {
    const reference = lastAnswer(({ uid }: { readonly uid: string }) => ({ uid }), (a, b) => a.uid === b.uid);
    const first = reference({ uid: "a" });
    expect(reference({ uid: "a" })).toBe(first);
    expect(reference({ uid: "b" })).toEqual({ uid: "b" });
    expect(reference({ uid: "a" })).toEqual(first);
    expect(reference({ uid: "a" })).not.toBe(first);
  });

  test("remembers an answer that is undefined", () => {
    const asked: string[] = [];
    const nothing = lastAnswer((text: string): undefined => void asked.push(text));
    nothing("x");
    nothing("x");
    expect(asked).toEqual(["x"]);
  });
});
