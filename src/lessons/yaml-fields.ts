import { readManifests } from "../api/manifest.ts";
import { pathText, type Path, type Shape } from "./shape.ts";
import type { ContentError } from "./schema.ts";

/** The reader of manifests takes only whole objects, so the YAML is dressed as one. */
const DRESS = ["apiVersion: lessons.playground.local/v1", "kind: Content", "metadata: { name: content }", "content:"];

/** kubectl's words name a line of the dressed text. */
const DRESSED_LINE = /^error converting YAML to JSON: yaml: line \d+: /;

/** What a YAML text says, read as a shape. `lineOf` finds a field: its line in the file, or that of its nearest parent. */
export type ReadFields<T> = { readonly value: T; readonly lineOf: (path: Path) => number } | { readonly errors: readonly ContentError[] };

/**
 * Reads a YAML text as a shape.
 * @param file name for errors
 * @param firstLine line of the file that the text begins at
 */
export function readFields<T>(yaml: string, shape: Shape<T>, file: string, firstLine = 1): ReadFields<T> {
  const dressed = [...DRESS, ...yaml.split(/\r?\n/).map((line) => (line === "---" ? "" : `  ${line}`))].join("\n");
  const { documents, errors } = readManifests(dressed);
  const toFile = (line: number) => Math.max(1, line - DRESS.length) + firstLine - 1;
  if (errors.length > 0) return { errors: errors.map(({ line, message }) => ({ file, line: toFile(line), message: message.replace(DRESSED_LINE, "") })) };
  const [document] = documents;
  const lineOf = (path: Path) => toFile(document?.lineOf(["content", ...path]) ?? 1);
  const fitted = shape(document?.object["content"], []);
  if ("value" in fitted) return { value: fitted.value, lineOf };
  return { errors: fitted.misfits.map(({ path, message }) => ({ file, line: lineOf(path), message: path.length > 0 ? `${pathText(path)}: ${message}` : message })) };
}
