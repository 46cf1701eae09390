import { describe, expect, test } from "vitest";
import type { Taint } from "../api/types/node.ts";
import { editTaints, parseTaintArgument, parseTaintArguments, taintArgument } from "./taints.ts";

const HINT = "\nSee 'kubectl taint -h' for help and examples";
const NAME_TEXT = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

describe("one argument of kubectl taint", () => {
  test.each([
    ["a=1:NoSchedule", { add: { key: "a", value: "1", effect: "NoSchedule" } }],
    ["c:PreferNoSchedule", { add: { key: "c", effect: "PreferNoSchedule" } }],
    ["node-role.kubernetes.io/control-plane:NoSchedule-", { remove: { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" } }],
    ["a=9:NoSchedule-", { remove: { key: "a", effect: "NoSchedule" } }],
    ["a-", { remove: { key: "a" } }],
  ])("%s is understood", (argument, parsed) => {
    expect(parseTaintArgument(argument)).toEqual(parsed);
  });

  // Texts recorded with kubectl v1.36.3, or stated by the specification.
  test.each([
    ["foo=bar:Nope", `invalid taint effect: Nope, unsupported taint effect${HINT}`],
    ["a:b:c", `invalid taint spec: a:b:c${HINT}`],
    ["f oo=bar:NoSchedule", `invalid taint spec: f oo=bar:NoSchedule, ${NAME_TEXT}${HINT}`],
    ["x=1", `invalid taint spec: x=1, ${NAME_TEXT}${HINT}`],
  ])("%s is refused in kubectl's words", (argument, error) => {
    expect(parseTaintArgument(argument)).toEqual({ error });
  });
});

/** `kubectl taint nodes n1 ARGS` on a node, as text. */
function taintNode(taints: readonly Taint[], args: readonly string[]): unknown {
  const edits = parseTaintArguments(args);
  if ("error" in edits) return `error: ${edits.error}`;
  const outcome = editTaints("n1", taints, edits);
  return "error" in outcome ? `error: ${outcome.error}` : [`node/n1 ${outcome.word}`, ...outcome.taints.map(taintArgument)];
}

describe("kubectl taint on a node with a=1:NoSchedule", () => {
  const A: Taint = { key: "a", value: "1", effect: "NoSchedule" };
  const A_EXECUTE: Taint = { key: "a", effect: "NoExecute" };

  // Cases of the conformance set, from upstream's tests and runs of the real client.
  test.each<[string, readonly Taint[], readonly string[], unknown]>([
    ["same key and effect again", [A], ["a=1:NoSchedule"], "error: node n1 already has a taint(s) with same effect(s) and --overwrite is false"],
    ["a new one stands first", [A], ["b=1:NoExecute"], ["node/n1 tainted", "b=1:NoExecute", "a=1:NoSchedule"]],
    ["one effect removed", [A, A_EXECUTE], ["a:NoExecute-"], ["node/n1 untainted", "a=1:NoSchedule"]],
    ["the value of a removal is ignored", [A], ["a=9:NoSchedule-"], ["node/n1 untainted"]],
    ["an absent key", [A], ["zz-"], `error: taint "zz" not found`],
    ["an absent effect", [A], ["a:NoExecute-"], `error: taint "a:NoExecute" not found`],
    ["an unknown effect", [A], ["x=1:Bad"], `error: invalid taint effect: Bad, unsupported taint effect${HINT}`],
    ["a lone key", [A], ["x"], "error: at least one taint update is required"],
    ["no argument", [A], [], "error: at least one taint update is required"],
    ["added and removed at once", [A], ["c=1:NoSchedule", "c-"], "error: can not both modify and remove the following taint(s) in the same command: c="],
    ["twice the same", [A], ["d=1:NoSchedule", "d=2:NoSchedule"], `error: duplicated taints with the same key and effect: {d 2 NoSchedule <nil>}${HINT}`],
    ["one added, another removed", [A], ["b:NoExecute", "a-"], ["node/n1 modified", "b:NoExecute"]],
  ])("%s", (_, taints, args, expected) => {
    expect(taintNode(taints, args)).toEqual(expected);
  });

  test("--overwrite replaces, and says modified", () => {
    expect(editTaints("n1", [A], { add: [{ key: "a", value: "2", effect: "NoSchedule" }], remove: [] }, { overwrite: true })).toEqual({
      taints: [{ key: "a", value: "2", effect: "NoSchedule" }],
      word: "modified",
    });
  });
});
