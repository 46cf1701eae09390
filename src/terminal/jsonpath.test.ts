import { describe, expect, test } from "vitest";
import { JsonPathError } from "./jsonpath-parser.ts";
import { findResults, parseJsonPath, relaxedPath, resultsText } from "./jsonpath.ts";

const NODE = (name: string, addresses: readonly string[]) => ({
  metadata: { name, labels: { "kubernetes.io/hostname": name } },
  status: { ready: name === "b", capacity: { pods: 110 }, addresses: addresses.map((address, i) => ({ type: i === 0 ? "InternalIP" : "Hostname", address })) },
});
const LIST = { kind: "List", items: [NODE("a", ["10.0.0.1", "a"]), NODE("b", ["10.0.0.2"]), NODE("c", [])] };

const run = (template: string): string => resultsText(findResults(parseJsonPath(template), LIST));

/* Texts and results as kubectl v1.36.3 gave them for the like. */
describe("JSONPath", () => {
  test.each([
    ["{.items[*].metadata.name}", "a b c"],
    ["{.items[0].metadata['name']}", "a"],
    ["{.items[-1].metadata.name}", "c"],
    ["{.items[-1:].metadata.name}", "c"],
    ["{.items[0:2].metadata.name}", "a b"],
    ["{.items[0:3:2].metadata.name}", "a c"],
    ["{.items[0,2].metadata.name}", "a c"],
    ["{.items[0]['metadata.name','kind']}", "a"],
    ["{.items[*].metadata.name} {.kind}", "a b c List"],
    ["{.items[0].metadata.labels.kubernetes\\.io/hostname}", "a"],
    ["{.items[0].status.capacity}", '{"pods":110}'],
    ["{.items[1].status.ready}{\"\\t\"}{.items[0].status.capacity.pods}", "true\t110"],
    ["{.items[0].nope.x}", ""],
    ["{..address}", "10.0.0.1 a 10.0.0.2"],
    ["{.items[0].status.addresses[*]['type','address']}", "InternalIP Hostname 10.0.0.1 a"],
    ["{.items[*].status.addresses[?(@.type=='InternalIP')].address}", "10.0.0.1 10.0.0.2"],
    ['{.items[?(@.metadata.name!="a")].metadata.name}', "b c"],
    ["{.items[?(@.status.capacity.pods>100)].metadata.name}", "a b c"],
    ["{.items[?(@.status.nope)].metadata.name}{.items[?(@.status.ready==true)].metadata.name}", "b"],
    ["{range .items[*]}{.metadata.name}{' '}{range .status.addresses[*]}{.address},{end}{'\\n'}{end}.", "a 10.0.0.1,a,\nb 10.0.0.2,\nc \n."],
    ["{range .items[*]}x", "xxxx"],
    [".metadata.name", ".metadata.name"],
  ])("%s", (template, text) => {
    expect(run(template)).toBe(text);
  });

  test.each([
    ["{.metadata.labels.app", "unclosed action"],
    ["{.items[*", "unterminated array"],
    ["{.items[abc]}", "invalid array index abc"],
    ["{#}", "unrecognized character in action: U+0023 '#'"],
    ["{.items[?(@.name=~'x')]}", "unrecognized character in action: U+007E '~'"],
    ["{foo}", "unrecognized identifier foo"],
    ["{end}", "not in range, nothing to end"],
    ["{.items[9].x}", "array index out of bounds: index 9, length 3"],
    ["{.items[0:20].kind}", "array index out of bounds: index 19, length 3"],
    ["{.items[?(@.metadata.name>5)]}", "incompatible types for comparison"],
  ])("%s is refused", (template, text) => {
    expect(() => run(template)).toThrow(new JsonPathError(text));
  });

  test("a single path stands with or without braces and dot", () => {
    expect([".a.b", "a.b", "{.a.b}", "{a.b}"].map(relaxedPath)).toEqual(Array.from({ length: 4 }, () => "{.a.b}"));
    expect(() => relaxedPath("{a}{b}")).toThrow("unexpected path string");
  });
});
