import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { runDaemonSetCase } from "./daemonset.ts";
import type { Scenario } from "./daemonset-case.ts";

const DATA = "../testdata/conformance/daemonset";
const FOLDER = new URL(`${DATA}/`, import.meta.url);

/** Cases any DaemonSet controller passes; each was run against a real 1.36.2 control plane (SCHEMA.md beside them). */
describe("DaemonSet conformance", () => {
  for (const file of readdirSync(FOLDER).filter((f) => f.endsWith(".json")).sort()) {
    const cases = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Scenario[];
    for (const scenario of cases) {
      const skips = scenario.requires?.includes("ResourceQuota");
      test.skipIf(skips)(`${scenario.name}`, () => {
        const result = runDaemonSetCase(scenario);
        expect(result).toEqual({ outcome: "passed" });
      });
    }
  }
});
