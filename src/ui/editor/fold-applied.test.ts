import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { appliedRange } from "./fold-applied.ts";

function folded(lines: readonly string[]): string | undefined {
  const doc = Text.of([...lines]);
  const range = appliedRange(doc);
  return range && `${doc.sliceString(0, range.from)}…${doc.sliceString(range.to)}`;
}

test("what kubectl apply keeps is one line, however it is written, and what follows stays", () => {
  const head = ["metadata:", "  annotations:"];
  const tail = ["    team: a", "  name: web"];
  const shown = [...head, "    kubectl.kubernetes.io/last-applied-configuration:…", ...tail].join("\n");
  expect(folded([...head, "    kubectl.kubernetes.io/last-applied-configuration: |", '      {"kind":"DaemonSet"}', ...tail])).toBe(shown);
  expect(folded([...head, '    kubectl.kubernetes.io/last-applied-configuration: \'{"kind":"DaemonSet"}\'', ...tail])).toBe(shown);
  expect(folded([...head, "    team: a"])).toBeUndefined();
});
