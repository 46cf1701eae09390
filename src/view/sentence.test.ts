import { describe, expect, test } from "vitest";
import { sentenceOf, splitCode } from "./sentence.ts";

describe("the sentence of a decision", () => {
  test("puts the actor's words before the text and sets names as code", () => {
    const sentence = sentenceOf({ actor: "daemonset-controller", text: "created `node-logger-x7k2p` for `node-3` because the node has no daemon pod." });
    expect(sentence).toEqual({
      actor: "DaemonSet controller",
      parts: [
        { kind: "text", text: "created " },
        { kind: "code", text: "node-logger-x7k2p" },
        { kind: "text", text: " for " },
        { kind: "code", text: "node-3" },
        { kind: "text", text: " because the node has no daemon pod." },
      ],
      plain: "DaemonSet controller created node-logger-x7k2p for node-3 because the node has no daemon pod.",
    });
  });

  test("speaks to the person about what they did", () => {
    expect(sentenceOf({ actor: "user", text: "created Node `node-4`." }).plain).toBe("You created Node node-4.");
  });

  test.each([
    ["`a` and `b`", [["code", "a"], ["text", " and "], ["code", "b"]]],
    ["no marks", [["text", "no marks"]]],
    ["one ` alone", [["text", "one ` alone"]]],
    ["`a` then ` alone", [["code", "a"], ["text", " then ` alone"]]],
    ["", []],
  ])("splits %j", (text, parts) => {
    expect(splitCode(text).map((p) => [p.kind, p.text])).toEqual(parts);
  });
});
