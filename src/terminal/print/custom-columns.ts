import { fail } from "../kubectl/errors.ts";
import { findResults, parseJsonPath, relaxedPath, type JsonPath } from "../jsonpath.ts";
import { JsonPathError } from "../jsonpath-parser.ts";
import { goText } from "./go-text.ts";
import { alignedLines } from "./table.ts";

interface CustomColumn {
  readonly header: string;
  readonly path: JsonPath;
}

/**
 * Columns as a person asks for them: `NAME:.metadata.name,NODE:.spec.nodeName`.
 * Errors: ends the verb with kubectl's texts.
 * Source: kubectl pkg/cmd/get/customcolumn.go (1.36)
 */
export function parseCustomColumns(spec: string): readonly CustomColumn[] {
  if (spec === "") fail("custom-columns format specified but no custom columns given");
  return spec.split(",").map((part) => {
    const at = part.indexOf(":");
    if (at < 0) fail(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, at), path: readPath(part.slice(at + 1)) };
  });
}

/** The same from a file: a line of headers and a line of paths, both in columns. */
export function parseColumnsFile(text: string): readonly CustomColumn[] {
  const [headers = [], paths = []] = text.split("\n").map((line) => line.split(/\s+/).filter(Boolean));
  if (headers.length === 0) fail("unexpected template, empty file");
  if (headers.length !== paths.length) fail(`number of headers (${headers.length}) and field specifications (${paths.length}) don't match`);
  return headers.map((header, i) => ({ header, path: readPath(paths[i]!) }));
}

/** Prints objects in those columns; the header stands before the first of them, and widths never shrink. */
export function customColumnsPrinter(columns: readonly CustomColumn[], { noHeaders = false } = {}): (objects: readonly unknown[]) => string {
  const widths: number[] = [];
  let needsHeader = !noHeaders;
  return (objects) => {
    const rows = objects.map((object) => columns.map(({ path }) => cell(path, object)));
    const lines = needsHeader ? [columns.map(({ header }) => header), ...rows] : rows;
    needsHeader = false;
    return alignedLines(lines, widths);
  };
}

function cell(path: JsonPath, object: unknown): string {
  const values = findResults(path, object).flat();
  return values.length === 0 ? "<none>" : values.map(goText).join(",");
}

function readPath(path: string): JsonPath {
  try {
    return parseJsonPath(relaxedPath(path));
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    return fail(error.message);
  }
}
