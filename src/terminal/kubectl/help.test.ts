import { expect, test } from "vitest";
import { threeKinds } from "../../engine/testing/three-kinds.ts";
import { VERBS } from "../verbs/list.ts";
import { runLine } from "../testing/run-on-cluster.ts";
import { EXAMPLES } from "./examples.ts";

function help(...words: readonly string[]): string {
  const { stdout, stderr } = runLine(threeKinds().cluster, ["help", ...words]);
  return stderr + stdout;
}

test("kubectl help is about a command, however many words it has", () => {
  expect(help("rollout", "status")).toMatch(/^Manage .*\n\nExamples:\n {2}kubectl rollout status ds\/node-logger\n[^]*Usage:\n {2}kubectl rollout status /);
  expect(help("set")).toContain("Available Commands:\n  image\n");
  expect(help()).toMatch(/^kubectl controls the Kubernetes cluster manager\./);
  expect(help("nope")).toMatch(/^Unknown help topic \[`nope`\]\nkubectl controls/);
});

test("examples are lines of verbs that there are", () => {
  expect(Object.keys(EXAMPLES).filter((name) => !VERBS.some((verb) => verb.name === name))).toEqual([]);
  expect(Object.entries(EXAMPLES).flatMap(([name, lines]) => lines.filter((line) => !line.startsWith(`kubectl ${name} `)))).toEqual([]);
});
