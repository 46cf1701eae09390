import { describe, expect, test } from "vitest";
import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch, retainIdentity } from "./patch.ts";
import type { PatchResult } from "./patch.ts";
import { isMembers } from "./semantic.ts";
import recorded from "./testdata/api-patch.json";

interface Case {
  title: string;
  given: { object: unknown };
  patch: { contentType: string; body: unknown };
  expect: { status: number; object?: unknown; error?: { message: string; causes?: unknown[] } };
}

/** Filled in by the API server after the patch. */
const DEFAULTED = ["terminationMessagePath", "terminationMessagePolicy", "imagePullPolicy", "resources", "protocol"];

/** Leaves out what is empty or defaulted, so that only the patch itself is compared. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (!isMembers(value)) return value;
  const entries = Object.entries(value).filter(([name]) => !DEFAULTED.includes(name)).map(([name, v]) => [name, bare(v)]);
  return Object.fromEntries(entries);
}

function apply({ given, patch }: Case): PatchResult {
  switch (patch.contentType) {
    case "application/json-patch+json": return applyJsonPatch(given.object, patch.body);
    case "application/merge-patch+json": return { value: applyMergePatch(given.object, patch.body) };
    default: return applyStrategicMergePatch(given.object, patch.body, "Deployment");
  }
}

// A refusal with causes comes from validation, which is not part of this room.
const cases = (recorded.cases as unknown as Case[]).filter((c) => !c.expect.error?.causes);

describe("patches a Deployment as the recorded API server", () => {
  test.each(cases)("$patch.contentType: $title", (row) => {
    const result = apply(row);
    if (row.expect.error) expect(result).toEqual({ error: row.expect.error.message, code: row.expect.status });
    else expect("value" in result && bare(result.value)).toEqual(bare(row.expect.object));
  });

  test("the given object is not touched", () => {
    for (const row of cases) {
      const before = JSON.stringify(row.given.object);
      apply(row);
      expect(JSON.stringify(row.given.object)).toBe(before);
    }
  });
});

const strategic = (target: unknown, patch: unknown, kind = "Pod") => applyStrategicMergePatch(target, patch, kind);
const pod = (...names: string[]) => ({ spec: { containers: names.map((name) => ({ name, image: name })) } });
const namesOf = (result: PatchResult) => ("value" in result ? (result.value as ReturnType<typeof pod>).spec.containers.map((c) => c.name) : result);

describe("strategic merge", () => {
  test("an element without its merge key is refused", () => {
    expect(strategic(pod("a"), { spec: { containers: [{ image: "zzz" }] } })).toEqual({ error: "map: map[image:zzz] does not contain declared merge key: name", code: 500 });
  });

  test("new elements come first, live ones keep their order", () => {
    expect(namesOf(strategic(pod("a", "b"), pod("c", "b")))).toEqual(["c", "a", "b"]);
  });

  test("an order alone reorders", () => {
    expect(namesOf(strategic(pod("a", "b"), { spec: { "$setElementOrder/containers": [{ name: "b" }, { name: "a" }] } }))).toEqual(["b", "a"]);
  });

  test("conditions merge by type and taints are replaced", () => {
    const node = { spec: { taints: [{ key: "a" }] }, status: { conditions: [{ type: "Ready", status: "True" }, { type: "DiskPressure", status: "False" }] } };
    const patch = { spec: { taints: [{ key: "b" }] }, status: { conditions: [{ type: "Ready", status: "Unknown" }] } };
    expect(strategic(node, patch, "Node")).toEqual({
      value: { spec: { taints: [{ key: "b" }] }, status: { conditions: [{ type: "Ready", status: "Unknown" }, { type: "DiskPressure", status: "False" }] } },
    });
  });

  test("an owner is released by deleting its reference by uid", () => {
    const owned = { metadata: { ownerReferences: [{ uid: "1" }, { uid: "2" }], finalizers: ["x", "y"] } };
    const patch = { metadata: { ownerReferences: [{ $patch: "delete", uid: "1" }], "$deleteFromPrimitiveList/finalizers": ["x"] } };
    expect(strategic(owned, patch)).toEqual({ value: { metadata: { ownerReferences: [{ uid: "2" }], finalizers: ["y"] } } });
  });

  test("a rollback replaces the whole template", () => {
    const set = { spec: { template: { metadata: { labels: { a: "1", b: "2" } }, ...pod("a", "b") } } };
    const patch = { spec: { template: { $patch: "replace", metadata: { labels: { a: "1" } }, ...pod("a") } } };
    expect(strategic(set, patch, "DaemonSet")).toEqual({ value: { spec: { template: { metadata: { labels: { a: "1" } }, ...pod("a") } } } });
  });

  test("$retainKeys drops the volume's old source, and directives never stay in new values", () => {
    const live = { spec: { volumes: [{ name: "v", emptyDir: {} }] } };
    const patch = { spec: { volumes: [{ $retainKeys: ["name", "hostPath"], name: "v", hostPath: { path: "/x" } }, { $retainKeys: ["name"], name: "w", emptyDir: { medium: null } }] } };
    expect(strategic(live, patch)).toEqual({ value: { spec: { volumes: [{ name: "v", hostPath: { path: "/x" } }, { name: "w", emptyDir: {} }] } } });
  });
});

describe("other refusals", () => {
  test("a JSON patch must be a list", () => {
    expect(applyJsonPatch({}, {})).toEqual({ error: "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp", code: 400 });
  });

  test.each([
    [[{ op: "move", from: "/a", path: "/b" }], { value: { b: { "x/y": 1 } } }],
    [[{ op: "copy", from: "/a/x~1y", path: "/c" }], { value: { a: { "x/y": 1 }, c: 1 } }],
    [[{ op: "test", path: "/none", value: null }], { value: { a: { "x/y": 1 } } }],
  ])("%j applies", (operations, wanted) => {
    expect(applyJsonPatch({ a: { "x/y": 1 } }, operations)).toEqual(wanted);
  });

  test.each([
    [{ op: "remove", path: "/list/2" }], [{ op: "add", path: "/list/3", value: 0 }], [{ op: "replace", path: "/list/2", value: 0 }],
    [{ op: "copy", from: "/no", path: "/x" }], [{ op: "jump", path: "/x" }], [{ op: "add", path: "x" }], ["add"],
  ])("%j does not apply", (operation) => {
    expect(applyJsonPatch({ list: [1, 2] }, [operation])).toMatchObject({ code: 422 });
  });
});

describe("retainIdentity", () => {
  const before = { metadata: { labels: { a: "1" } }, spec: { list: [{ x: 1 }, { y: 2 }] } };

  test("gives back the very object when nothing differs", () => {
    expect(retainIdentity(before, structuredClone(before))).toBe(before);
  });

  test("shares what did not change", () => {
    const after = retainIdentity(before, { ...structuredClone(before), metadata: { labels: { a: "2" } } });
    expect(after).toEqual({ metadata: { labels: { a: "2" } }, spec: before.spec });
    expect(after.spec).toBe(before.spec);
  });

  test("notices what was removed", () => {
    expect(retainIdentity({ a: 1, b: 2 } as object, { a: 1 })).toEqual({ a: 1 });
    expect(retainIdentity([1, 2], [1])).toEqual([1]);
    expect(retainIdentity({ a: 1, b: undefined }, { a: 1, c: undefined })).toEqual({ a: 1, c: undefined });
  });
});
