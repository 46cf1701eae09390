import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { casesOf, runCase } from "../engine/testing/conformance/runner.ts";
import { planDrain } from "./drain.ts";
import { cordonNode, labelNode, parseDrainFlags, taintNode } from "./node-verbs.ts";
import { daemonSetRolloutStatus, deploymentRolloutStatus, statefulSetRolloutStatus } from "./rollout-status.ts";

const DATA = "../engine/testing/testdata/conformance";
const FOLDER = new URL(`${DATA}/`, import.meta.url);
const kubectl = { taintNode, labelNode, cordonNode, parseDrainFlags, planDrain, daemonSetRolloutStatus, deploymentRolloutStatus, statefulSetRolloutStatus };

const FILES = ["cluster/drain.json", "cluster/kubectl.json", ...["daemonset", "deployment", "statefulset"].map((kind) => `workloads/pure-kubectl-rolloutStatus-${kind}.json`)];

describe.each(FILES)("conformance of kubectl, %s", (file) => {
  test.each(casesOf({ path: file, text: readFileSync(new URL(file, FOLDER), "utf8") }, { kubectl }))("$name", (one) => {
    expect(runCase(one)).toEqual({ outcome: "passed" });
  });
});
