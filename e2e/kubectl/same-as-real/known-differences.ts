interface Known {
  readonly lines: readonly string[];
  readonly why: string;
}

/** Lines that do not print the same, and what it would take. Only ever shorten this list: a line that has become equal fails. */
const KNOWN: readonly Known[] = [
  { why: "kubectl prints typed objects as JSON in the order of Go's fields; the page's kubectl sorts them, as those that come from the server", lines: [
    "rollout history deploy/web --revision=1 -o json", "create cm c1 --from-file=k=ds.yaml --from-literal=x=y -o json",
  ] },
  { why: "the layout of kubectl 1.25, which reads the schemas of OpenAPI v2, is not part of the page", lines: ["explain ds --output=plaintext-openapiv2"] },
  { why: "kubectl keeps managedFields in what it last applied when an edit saves it", lines: ["[s/web:v1/web:v7/] edit deploy web --save-config"] },
];

const LINES = new Set(KNOWN.flatMap(({ lines }) => lines));

/** Whether it is known that this line prints something else. */
export function isKnown(line: string): boolean {
  return LINES.has(line);
}
