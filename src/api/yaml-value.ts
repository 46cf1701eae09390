import { parseAllDocuments } from "yaml";
import { yamlCycle } from "./yaml-cycle.ts";
import { yamlProblem } from "./yaml-problem.ts";

/**
 * The first document of a YAML text as plain data, as the API server reads a YAML body: YAML 1.1, times stay text.
 * Unlike `readManifests` it asks for no apiVersion or kind.
 */
export function parseYamlValue(text: string): { readonly value: unknown } | { readonly problem: string } {
  const parsed = parseAllDocuments(text, {
    version: "1.1",
    uniqueKeys: false,
    // Nobody reads its advice here.
    logLevel: "error",
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !(/:(?:timestamp|set|omap|pairs|binary)$/.test(tag.tag) || tag.format === "TIME")),
  });
  const document = Array.isArray(parsed) ? parsed[0] : undefined;
  if (!document) return { value: null };
  if (document.errors.length > 0) {
    const { kubectlLine, text: problem } = yamlProblem(text, document.errors);
    return { problem: `yaml: line ${kubectlLine}: ${problem}` };
  }
  const cycle = yamlCycle(document);
  if (cycle !== undefined) return { problem: `yaml: ${cycle}` };
  try {
    return { value: document.toJS() as unknown };
  } catch (error) {
    // An alias without its anchor, or more aliases than any honest document has.
    if (!(error instanceof ReferenceError)) throw error;
    return { problem: `yaml: ${error.message}` };
  }
}
