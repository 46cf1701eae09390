import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { casesOf, runCase } from "../engine/testing/conformance/runner.ts";
import { parseDrainFlags, planDrain } from "./drain.ts";
import { cordonNode, labelNode, taintNode } from "./node-verbs.ts";
import { daemonSetRolloutStatus } from "./rollout-status.ts";

const DATA = "../engine/testing/testdata/conformance/cluster";
const FOLDER = new URL(`${DATA}/`, import.meta.url);
const kubectl = { taintNode, labelNode, cordonNode, parseDrainFlags, planDrain, daemonSetRolloutStatus };

describe.each(["drain.json", "kubectl.json"])("conformance of kubectl, %s", (file) => {
  test.each(casesOf({ path: file, text: readFileSync(new URL(file, FOLDER), "utf8") }, { kubectl }))("$name", (one) => {
    expect(runCase(one)).toEqual({ outcome: "passed" });
  });
});
