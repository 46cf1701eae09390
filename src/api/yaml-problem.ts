import type { YAMLParseError } from "yaml";

/** `kubectlLine` is the line that kubectl names: within the document, and often one short. */
export interface YamlProblem { readonly line: number; readonly column: number; readonly kubectlLine: number; readonly text: string }

/** Go's scanner names the line itself, Go's parser the one before. */
interface GoError { readonly text: string; readonly from: "scanner" | "parser"; readonly line: number }

/**
 * What is wrong with a broken document, in the words of go-yaml, which kubectl uses.
 * @param errors of one document, at least one
 * Source: sigs.k8s.io/yaml goyaml.v2 scannerc.go, parserc.go, decode.go (parser.fail)
 */
export function yamlProblem(text: string, errors: readonly YAMLParseError[]): YamlProblem {
  const error = errors[0]!;
  const at = error.linePos?.[0] ?? { line: 1, col: 1 };
  const go = goError(text, error, errors);
  const inDocument = go.line - documentStart(text, go.line);
  return { line: go.line, column: at.col, kubectlLine: Math.max(1, go.from === "parser" ? inDocument - 1 : inDocument), text: go.text };
}

function goError(text: string, error: YAMLParseError, errors: readonly YAMLParseError[]): GoError {
  const line = error.linePos?.[0].line ?? 1;
  const end = error.linePos?.[1]?.line ?? line;
  if (errors.some((e) => /block-seq-ind/.test(e.message))) return { text: "did not find expected key", from: "parser", line };
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { text: followsPlainText(text, line) ? "found a tab character that violates indentation" : NO_TOKEN, from: "scanner", line };
    case "BAD_SCALAR_START":
      return { text: NO_TOKEN, from: "scanner", line };
    case "BLOCK_AS_IMPLICIT_KEY":
      return { text: "mapping values are not allowed in this context", from: "scanner", line: lineOfColon(text, error.pos[0]) };
    case "MULTILINE_IMPLICIT_KEY":
      return { text: "could not find expected ':'", from: "scanner", line: end };
    case "MISSING_CHAR":
      return /closing/.test(error.message)
        ? { text: "found unexpected end of stream", from: "scanner", line }
        : { text: "could not find expected ':'", from: "scanner", line };
    case "BAD_INDENT":
      return { text: /[[,{]\s*$/.test(text.slice(0, error.pos[1])) && text.slice(error.pos[1]).trim() === "" ? NO_NODE : badIndent(error.message), from: "parser", line };
    case "UNEXPECTED_TOKEN":
      return { text: /at node end/.test(error.message) ? "did not find expected '-' indicator" : "did not find expected key", from: "parser", line };
    default:
      return { text: error.message.split(" at line ")[0] ?? error.message, from: "scanner", line };
  }
}

const NO_NODE = "did not find expected node content";
const NO_TOKEN = "found character that cannot start any token";

/** A tab below an unquoted value is taken for that value's next line. */
function followsPlainText(text: string, line: number): boolean {
  const before = text.split("\n").slice(0, line - 1).findLast((l) => l.trim() !== "") ?? "";
  return /(?:: +|- +)[^\s"'|>&*!{[#][^#]*$/.test(before) && !/:\s*$/.test(before);
}

function badIndent(message: string): string {
  if (message.startsWith("Flow map")) return "did not find expected ',' or '}'";
  if (message.startsWith("Flow")) return "did not find expected ',' or ']'";
  return message.includes("sequence") ? "did not find expected '-' indicator" : "did not find expected key";
}

/** The colon that makes a second mapping of a value. */
function lineOfColon(text: string, from: number): number {
  const colon = /:(?=\s|$)/g;
  colon.lastIndex = from;
  return text.slice(0, colon.exec(text)?.index ?? from).split("\n").length;
}

/** Line of the `---` before this line, 0 in the first document. */
function documentStart(text: string, line: number): number {
  const before = text.split("\n").slice(0, line);
  return before.findLastIndex((l) => /^---(\s|$)/.test(l)) + 1;
}
