import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { casesOf, runCase } from "./runner.ts";

const DATA = "../testdata/conformance";
const FOLDER = new URL(`${DATA}/`, import.meta.url);

/**
 * The project's copies of the conformance cases, each as `npm run conformance` runs it (SCHEMA.md beside them). Those of
 * kubectl need the terminal and are in its tests.
 */
for (const format of readdirSync(FOLDER).sort()) {
  const folder = new URL(`${format}/`, FOLDER);
  for (const file of readdirSync(folder).filter((f) => f.endsWith(".json")).sort()) {
    const cases = casesOf({ path: file, text: readFileSync(new URL(file, folder), "utf8") }).filter((one) => !one.needsKubectl);
    if (cases.length === 0) continue;
    describe(`conformance, ${format}/${file}`, () => {
      test.each(cases)("$name", (one) => {
        expect(runCase(one)).toEqual({ outcome: "passed" });
      });
    });
  }
}
