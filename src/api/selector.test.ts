import { describe, expect, test } from "vitest";
import { fieldSelectorError, formatLabelSelector, isEmptySelector, matchesFields, matchesLabels, parseFieldSelector, parseLabelSelector } from "./selector.ts";
import recorded from "./testdata/api-selectors.json";
import type { KubeObject, LabelSelector } from "./types/meta.ts";

interface Case { type: string; selector: string; resource?: string; given?: { objects: Record<string, Record<string, string>> }; expect: { names?: string[]; message?: string } }
const all = recorded.cases as unknown as Case[];
const cases = all.filter((c) => c.type === "selector");
// ReplicationControllers are the only kind of the recordings that this cluster does not have.
const fieldCases = all.filter((c) => c.type === "fieldselector" && c.resource !== "replicationcontrollers");
const KEYS: Record<string, string> = { daemonsets: "daemonsets.apps", deployments: "deployments.apps", replicasets: "replicasets.apps", statefulsets: "statefulsets.apps" };

describe("label selectors in text form answer as the recorded API server", () => {
  test.each(cases)("$selector", ({ selector, given, expect: wanted }) => {
    const parsed = parseLabelSelector(selector);
    if ("error" in parsed) return expect(parsed.error).toBe(wanted.message);
    const names = Object.entries(given?.objects ?? {}).filter(([, labels]) => matchesLabels(parsed.selector, labels)).map(([name]) => name);
    expect(names).toEqual(wanted.names);
  });

  test.each([
    ["", 0], ["k in ()", 1], [" a , b ", 2], ["x notin (a, b),!y,z>1", 3], ["in=in", 1], ["a=", 1],
  ])("accepts %j", (text, count) => {
    const parsed = parseLabelSelector(text);
    expect("selector" in parsed && parsed.selector.matchExpressions.length).toBe(count);
  });

  test.each([
    ["a in web", "unable to parse requirement: found 'web' expected: '('"],
    ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ["a=b c", "found 'c', expected: ',' or 'end of string'"],
    ["!=b", "found '!=', expected: !, identifier, or 'end of string'"],
  ])("refuses %j", (text, error) => {
    expect(parseLabelSelector(text)).toEqual({ error });
  });
});

describe("label selectors in objects", () => {
  const labels = { app: "web", tier: "front" };
  test.each<[string, LabelSelector | undefined, boolean]>([
    ["absent matches nothing", undefined, false],
    ["empty matches everything", {}, true],
    ["all pairs must be equal", { matchLabels: { app: "web", tier: "back" } }, false],
    ["pairs and expressions must hold", { matchLabels: { app: "web" }, matchExpressions: [{ key: "tier", operator: "In", values: ["front"] }] }, true],
    ["NotIn holds without the key", { matchExpressions: [{ key: "x", operator: "NotIn", values: ["a"] }] }, true],
    ["DoesNotExist", { matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }, false],
  ])("%s", (_, selector, wanted) => {
    expect(matchesLabels(selector, labels)).toBe(wanted);
  });

  test("know nothing that is not a label: every object inherits a `constructor`", () => {
    for (const key of ["constructor", "toString", "__proto__"]) {
      expect(matchesLabels({ matchExpressions: [{ key, operator: "Exists" }] }, { app: "web" })).toBe(false);
      expect(matchesLabels({ matchExpressions: [{ key, operator: "DoesNotExist" }] }, { app: "web" })).toBe(true);
    }
  });

  test("print sorted by key", () => {
    const selector: LabelSelector = { matchLabels: { b: "2", a: "1" }, matchExpressions: [{ key: "c", operator: "NotIn", values: ["y", "x"] }, { key: "aa", operator: "DoesNotExist" }] };
    expect([formatLabelSelector(selector), formatLabelSelector(undefined)]).toEqual(["a=1,!aa,b=2,c notin (x,y)", "<none>"]);
    expect([isEmptySelector({}), isEmptySelector({ matchLabels: {} }), isEmptySelector(selector)]).toEqual([true, true, false]);
  });
});

describe("field selectors", () => {
  test.each(fieldCases)("of $resource: $selector", ({ resource = "", selector, expect: wanted }) => {
    const parsed = parseFieldSelector(selector);
    if ("error" in parsed) throw new Error(parsed.error);
    expect(fieldSelectorError({ key: KEYS[resource] ?? resource }, parsed.requirements)).toBe(wanted.message);
  });

  const requirements = (text: string) => {
    const parsed = parseFieldSelector(text);
    return "error" in parsed ? [] : parsed.requirements;
  };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: { nodeName: "n1" }, status: { phase: "Running" } } as unknown as KubeObject;

  test.each([
    ["spec.nodeName=n1,status.phase!=Failed", true],
    ["spec.nodeName!=n1", false],
    ["status.podIP=", true],
    ["spec.hostNetwork=false", true],
    ["", true],
  ])("%j", (text, wanted) => {
    expect(matchesFields(requirements(text), pod)).toBe(wanted);
  });

  test("text without an operator is refused", () => {
    expect(parseFieldSelector("foo")).toEqual({ error: "invalid selector: 'foo'; can't understand 'foo'" });
  });

  test("a value may hold an escaped comma", () => {
    expect(requirements("reason=a\\,b,type==c")).toEqual([{ field: "reason", operator: "=", value: "a,b" }, { field: "type", operator: "=", value: "c" }]);
  });
});
