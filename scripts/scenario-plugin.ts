import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import { loadScenario } from "../src/lessons/scenario.ts";

const SUFFIX = "?scenario";

/**
 * `import start from "./01-name/scenario.yaml?scenario"`: the scenario of that folder, read and checked at build
 * time, so that the page that starts it needs no YAML reader. An error names file and line.
 */
export function scenarioPlugin(): Plugin {
  return {
    name: "scenario",
    load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const folder = dirname(id.slice(0, -SUFFIX.length));
      const files = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
      for (const name of Object.keys(files)) this.addWatchFile(join(folder, name));
      const scenario = loadScenario(files);
      if ("errors" in scenario) this.error(scenario.errors.map((e) => `${join(folder, e.file)}:${e.line}: ${e.message}`).join("\n"));
      return { code: `export default ${JSON.stringify(scenario)}`, moduleType: "js" };
    },
  };
}
