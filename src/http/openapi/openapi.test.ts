import { describe, expect, test } from "vitest";
import { definedResources, RESOURCES } from "../../api/resources.ts";
import { fieldsOf } from "../../api/schema/schema.ts";
import { FIELDS } from "../../api/openapi/field-descriptions.ts";
import { openApiAnswer } from "./openapi.ts";
import { OWN_STRUCTS } from "../../api/openapi/own-structs.ts";
import { PATCH_KEYS } from "../../api/openapi/patch-keys.ts";
import { STRUCTS } from "../../api/openapi/struct-descriptions.ts";
import { SECTIONS } from "../../api/openapi/structs.generated.ts";

interface Schema { readonly [key: string]: unknown; readonly properties?: Readonly<Record<string, Schema>> }
interface Document {
  readonly paths: Readonly<Record<string, { readonly patch?: { readonly parameters: readonly { readonly name: string }[]; readonly "x-kubernetes-group-version-kind": object } }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

describe("OpenAPI v3", () => {
  test("has a document for every group version, at an address that names its content", () => {
    const { paths } = JSON.parse(textAt("/openapi/v3")) as { readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>> };
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(["api/v1", "apis/apps/v1", "apis/policy/v1", "apis/sim.playground.local/v1"]));
    expect(paths["apis/apps/v1"]?.serverRelativeURL).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{16}$/);
  });

  test("lets a client keep a document that it asked for by its hash, and sends it on from an old hash", () => {
    const hash = /apps\/v1\?hash=(\w+)/.exec(textAt("/openapi/v3"))![1]!;
    expect(openApiAnswer("/openapi/v3/apis/apps/v1", "application/json", { hash })).toMatchObject({
      status: 200, contentType: "application/json", headers: { "Cache-Control": expect.stringContaining("public, immutable"), ETag: `"${hash}"` },
    });
    expect(openApiAnswer("/openapi/v3/apis/apps/v1", "application/json", { hash: "OLD" })).toMatchObject({
      status: 301, headers: { Location: `/openapi/v3/apis/apps/v1?hash=${hash}` },
    });
    expect(openApiAnswer("/openapi/v3/apis/apps/v1", "application/json", {})?.headers).not.toHaveProperty("Cache-Control");
  });

  test("tells kubectl for every kind that a PATCH validates fields, and which kind it is", () => {
    for (const resource of RESOURCES) {
      const { group, version, kind, plural } = resource;
      const document = documentAt(group ? `apis/${group}/${version}` : `api/${version}`);
      const place = Object.keys(document.paths).find((path) => path.endsWith(`/${plural}/{name}`));
      const { patch } = document.paths[place ?? ""] ?? {};
      expect(patch).toMatchObject({ "x-kubernetes-group-version-kind": { group, version, kind } });
      expect(patch?.parameters.map((p) => p.name)).toContain("fieldValidation");
      const schemas = Object.values(document.components.schemas).filter((s) => JSON.stringify(s["x-kubernetes-group-version-kind"]) === JSON.stringify([{ group, kind, version }]));
      expect([kind, schemas.length]).toEqual([kind, 1]);
      expect(schemas[0]?.properties).toMatchObject({ apiVersion: { type: "string" }, kind: { type: "string" }, metadata: {} });
    }
  });

  test("refers to nothing that is not in the document, and has no struct without fields", () => {
    for (const place of ["api/v1", "apis/apps/v1", "apis/batch/v1", "apis/apiextensions.k8s.io/v1", "apis/sim.playground.local/v1"]) {
      const { components } = documentAt(place);
      const referred = [...JSON.stringify(components).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((m) => m[1]!);
      expect(referred.filter((name) => !(name in components.schemas))).toEqual([]);
      const empty = Object.keys(components.schemas).filter((name) => Object.keys(components.schemas[name]!).length === 0);
      expect(empty).toEqual([]);
    }
  });

  test("says how kubectl merges lists, and what is required", () => {
    const { schemas } = documentAt("apis/apps/v1").components;
    expect(schemas["io.k8s.api.core.v1.PodSpec"]).toMatchObject({
      required: ["containers"],
      properties: {
        containers: { type: "array", items: { allOf: [{ $ref: "#/components/schemas/io.k8s.api.core.v1.Container" }] }, "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge" },
        volumes: { "x-kubernetes-patch-merge-key": "name", "x-kubernetes-patch-strategy": "merge,retainKeys" },
      },
    });
    expect(schemas["io.k8s.api.core.v1.PodSpec"]?.properties?.["tolerations"]).not.toHaveProperty("x-kubernetes-patch-strategy");
    expect(schemas["io.k8s.api.apps.v1.DaemonSetSpec"]).toMatchObject({ required: ["selector", "template"] });
    expect(schemas["io.k8s.api.apps.v1.DaemonSetUpdateStrategy"]).toMatchObject({ properties: { type: { enum: ["OnDelete", "RollingUpdate"] } } });
  });

  test("covers the kinds of definitions", () => {
    const definition = { spec: { group: "example.com", names: { kind: "Widget", plural: "widgets" }, versions: [{ name: "v1" }] } };
    const custom = [...RESOURCES, ...definedResources(definition)];
    const answer = openApiAnswer("/openapi/v3/apis/example.com/v1", "application/json", {}, custom);
    const document = JSON.parse(answer?.body as string) as Document;
    expect(document.components.schemas["com.example.v1.Widget"]).toMatchObject({ "x-kubernetes-group-version-kind": [{ group: "example.com", kind: "Widget", version: "v1" }] });
    expect(openApiAnswer("/openapi/v3/apis/example.com/v1", "application/json", {})).toBeUndefined();
  });

  test("answers nothing elsewhere", () => {
    expect(openApiAnswer("/openapi/v3/apis/nope/v1", "", {})).toBeUndefined();
    expect(openApiAnswer("/openapi", "", {})).toBeUndefined();
  });
});

describe("OpenAPI v2", () => {
  test("is an empty document, in protobuf for kubectl", () => {
    const answer = openApiAnswer("/openapi/v2", "application/com.github.proto-openapi.spec.v2@v1.0+protobuf", {});
    expect(answer?.contentType).toBe("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    // 1 swagger "2.0", 2 info {1 title "Kubernetes", 2 version "v1.36.2"}, 8 paths {}
    expect(Buffer.from(answer?.body as Uint8Array).toString("latin1")).toBe("\n\x032.0\x12\x15\n\nKubernetes\x12\x07v1.36.2B\x00");
    expect(openApiAnswer("/openapi/v2", "application/json", {})?.body).toBe('{"swagger":"2.0","info":{"title":"Kubernetes","version":"v1.36.2"},"paths":{}}');
  });
});

describe("the tables", () => {
  const all = new Map(Object.values({ ...SECTIONS, own: OWN_STRUCTS }).flatMap((structs) => Object.entries(structs)).map(([name, fields]) => [name, namesOf(fields)]));

  test("our own structs have the fields that the API server decodes", () => {
    for (const [name, fields] of Object.entries(OWN_STRUCTS)) expect([name, namesOf(fields)]).toEqual([name, [...fieldsOf(name)!.keys()]]);
  });

  test("name only structs and fields that exist", () => {
    const paths = [...Object.keys(PATCH_KEYS), ...Object.keys(FIELDS).filter((key) => key.includes("."))];
    expect(paths.filter((path) => !all.get(path.split(".")[0]!)?.includes(path.split(".")[1]!))).toEqual([]);
    const names = new Set([...all.values()].flat());
    expect(Object.keys(FIELDS).filter((key) => !key.includes(".") && !names.has(key))).toEqual([]);
    expect(Object.keys(STRUCTS).filter((name) => !all.has(name))).toEqual([]);
  });
});

function namesOf(fields: string): string[] {
  return fields.split(" ").filter(Boolean).map((field) => field.split("=")[0]!);
}

function textAt(path: string): string {
  return openApiAnswer(path, "application/json", {})?.body as string;
}

function documentAt(place: string): Document {
  return JSON.parse(textAt(`/openapi/v3/${place}`)) as Document;
}
