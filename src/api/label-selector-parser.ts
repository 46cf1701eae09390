import { labelValueErrors, qualifiedNameErrors } from "./label-syntax.ts";
import type { NodeSelectorRequirement } from "./types/pod.ts";

/** Besides the operators of a LabelSelector the text form has `>` and `<`: the same six that node affinity has. */
export type LabelRequirement = NodeSelectorRequirement;
type Failure = { readonly error: string };

/**
 * Reads the text form of a label selector: `app=web,tier in (a,b),!old,size>3`.
 * The error is the API's own text.
 * Source: kubernetes apimachinery pkg/labels/selector.go Parser (1.36)
 */
export function parseRequirements(text: string): readonly LabelRequirement[] | Failure {
  const tokens = scan(text);
  const requirements: LabelRequirement[] = [];
  for (;;) {
    const next = tokens.peek();
    if (next.kind === "end") return requirements;
    if (!startsRequirement(next)) return { error: `found '${next.text}', expected: !, identifier, or 'end of string'` };
    const requirement = readRequirement(tokens);
    if ("error" in requirement) return { error: `unable to parse requirement: ${requirement.error}` };
    requirements.push(requirement);
    const separator = tokens.take();
    if (separator.kind === "end") return requirements;
    if (separator.text !== ",") return { error: `found '${separator.text}', expected: ',' or 'end of string'` };
    const after = tokens.peek();
    if (!startsRequirement(after)) return { error: `found '${after.text}', expected: identifier after ','` };
  }
}

/** A whole number of 64 bits, as `>` and `<` compare them. */
export function parseInt64(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace("+", ""));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

interface Token { readonly kind: "word" | "sign" | "end"; readonly text: string }
interface Tokens { peek(): Token; take(): Token }

const SIGNS = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"];
const END: Token = { kind: "end", text: "" };
const OPERATORS: ReadonlyMap<string, LabelRequirement["operator"]> = new Map([
  ["in", "In"], ["notin", "NotIn"], ["=", "In"], ["==", "In"], ["!=", "NotIn"], [">", "Gt"], ["<", "Lt"],
]);

function scan(text: string): Tokens {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const sign = SIGNS.find((s) => rest.startsWith(s));
    const run = sign ?? /^(?:[ \t\r\n]+|[^ \t\r\n=!(),<>]+)/.exec(rest)?.[0] ?? rest;
    if (sign) tokens.push({ kind: "sign", text: sign });
    else if (!/^[ \t\r\n]/.test(run)) tokens.push({ kind: "word", text: run });
    at += run.length;
  }
  let next = 0;
  return { peek: () => tokens[next] ?? END, take: () => tokens[next++] ?? END };
}

function startsRequirement(token: Token): boolean {
  return token.kind === "word" || token.text === "!";
}

function readRequirement(tokens: Tokens): LabelRequirement | Failure {
  const isNegated = tokens.peek().text === "!";
  if (isNegated) tokens.take();
  const { kind, text: key } = tokens.take();
  if (kind !== "word") return { error: `found '${key}', expected: identifier` };
  const keyErrors = qualifiedNameErrors(key);
  // Upstream validates the key before it knows its path, hence the odd <nil>.
  if (keyErrors.length > 0) return { error: `<nil>: Invalid value: "${key}": ${keyErrors.join("; ")}` };
  if (isNegated) return { key, operator: "DoesNotExist" };
  const next = tokens.peek();
  if (next.kind === "end" || next.text === ",") return { key, operator: "Exists" };
  const sign = tokens.take();
  const operator = OPERATORS.get(sign.text);
  if (!operator) return { error: `found '${sign.text}', expected: in, notin, =, ==, !=, gt, lt` };
  const values = sign.kind === "word" ? readValues(tokens) : readExactValue(tokens);
  if ("error" in values) return values;
  return checked({ key, operator, values: [...new Set(values)].sort() });
}

function readExactValue(tokens: Tokens): readonly string[] | Failure {
  const next = tokens.peek();
  if (next.kind === "end" || next.text === ",") return [""];
  const value = tokens.take();
  return value.kind === "word" ? [value.text] : { error: `found '${value.text}', expected: identifier` };
}

/** `(a,b)`. An empty place between commas or brackets is the empty value. */
function readValues(tokens: Tokens): readonly string[] | Failure {
  const open = tokens.take();
  if (open.text !== "(") return { error: `found '${open.text}' expected: '('` };
  const first = tokens.peek();
  if (!isInList(first)) return { error: `found '${first.text}', expected: ',', ')' or identifier` };
  const values: string[] = [];
  for (;;) {
    values.push(tokens.peek().kind === "word" ? tokens.take().text : "");
    const separator = tokens.take();
    if (separator.text === ")") return values;
    if (separator.text !== ",") return { error: `found '${separator.text}', expected: ',' or ')'` };
    const after = tokens.peek();
    if (!isInList(after)) return { error: `found '${after.text}', expected: ',', or identifier` };
  }
}

function isInList(token: Token): boolean {
  return token.kind === "word" || token.text === "," || token.text === ")";
}

function checked(requirement: LabelRequirement): LabelRequirement | Failure {
  const { key, operator, values = [] } = requirement;
  const isComparison = operator === "Gt" || operator === "Lt";
  const errors = values.flatMap((value, i) => {
    const syntax = labelValueErrors(value).join("; ");
    return [
      ...(isComparison && parseInt64(value) === undefined ? [`values[${i}]: Invalid value: "${value}": for 'Gt', 'Lt' operators, the value must be an integer`] : []),
      ...(syntax ? [`values[${i}][${key}]: Invalid value: "${value}": ${syntax}`] : []),
    ];
  });
  if (errors.length === 0) return requirement;
  return { error: errors.length === 1 ? (errors[0] ?? "") : `[${errors.join(", ")}]` };
}
