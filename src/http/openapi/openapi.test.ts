import { describe, expect, test } from "vitest";
import { definedResources, RESOURCES } from "../../api/resources.ts";
import { fieldsOf } from "../../api/schema/schema.ts";
import { FIELDS } from "../../api/openapi/field-descriptions.ts";
import { openApiAnswer } from "./openapi.ts";
import { OWN_STRUCTS } from "../../api/openapi/own-structs.ts";
import { PATCH_KEYS } from "../../api/openapi/patch-keys.ts";
import { STRUCTS } from "../../api/openapi/struct-descriptions.ts";
import { Reader, WIRE_BYTES } from "../protobuf/wire.ts";
import { SECTIONS } from "../../api/openapi/structs.generated.ts";

interface Schema { readonly [key: string]: unknown; readonly properties?: Readonly<Record<string, Schema>> }
interface Document {
  readonly paths: Readonly<Record<string, { readonly patch?: { readonly parameters: readonly { readonly name: string }[]; readonly requestBody: { readonly content: object }; readonly "x-kubernetes-group-version-kind": object } }>>;
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
      expect(Object.keys(patch?.requestBody.content ?? {})).toContain("application/apply-patch+yaml");
      const schemas = Object.values(document.components.schemas).filter((s) => JSON.stringify(s["x-kubernetes-group-version-kind"]) === JSON.stringify([{ group, kind, version }]));
      expect([kind, schemas.length]).toEqual([kind, 1]);
      expect(schemas[0]?.properties).toMatchObject({ apiVersion: { type: "string" }, kind: { type: "string" }, metadata: {} });
    }
  });

  test("refers to nothing that is not in the document, and has no struct without fields", () => {
    for (const place of ["api/v1", "apis/apps/v1", "apis/batch/v1", "apis/apiextensions.k8s.io/v1", "apis/sim.playground.local/v1"]) {
      const { components, paths } = documentAt(place);
      const referred = [...JSON.stringify({ components, paths }).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((m) => m[1]!);
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
  const V2 = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
  interface V2Document { readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>; readonly definitions: Readonly<Record<string, Schema>> }
  const json = (resources = RESOURCES) => JSON.parse(openApiAnswer("/openapi/v2", "application/json", {}, resources)?.body as string) as V2Document;

  test("has the schemas of v3 in its own form, all kinds in one document", () => {
    const { definitions } = json();
    const { schemas } = documentAt("apis/apps/v1").components;
    expect(Object.keys(schemas).filter((name) => !(name in definitions))).toEqual([]);
    expect(definitions["io.k8s.api.apps.v1.DaemonSet"]?.properties?.["spec"]).toEqual({ $ref: "#/definitions/io.k8s.api.apps.v1.DaemonSetSpec", description: expect.any(String) });
    expect(definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"]).toMatchObject({ type: "string", format: "int-or-string" });
    expect(definitions["io.k8s.api.core.v1.PodSpec"]).toMatchObject({ properties: { containers: { type: "array", items: { $ref: "#/definitions/io.k8s.api.core.v1.Container" }, "x-kubernetes-patch-merge-key": "name" } } });
    const referred = [...JSON.stringify(json()).matchAll(/"\$ref":"([^"]+)"/g)].map((m) => m[1]!.replace("#/definitions/", ""));
    expect(referred.filter((name) => !(name in definitions))).toEqual([]);
    expect(/"(?:oneOf|allOf)":\[|#\/components/.exec(JSON.stringify(definitions))).toBeNull();
  });

  test("says that a PATCH can be tried and has a body", () => {
    expect(json().paths["/apis/apps/v1/namespaces/{namespace}/daemonsets/{name}"]?.["patch"]).toMatchObject({
      consumes: expect.arrayContaining(["application/apply-patch+yaml"]),
      parameters: expect.arrayContaining([{ name: "body", in: "body", required: true, schema: { $ref: "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Patch" } }, { name: "dryRun", in: "query", type: "string", uniqueItems: true }]),
      "x-kubernetes-group-version-kind": { group: "apps", kind: "DaemonSet", version: "v1" },
    });
  });

  test("leaves the fields of a defined kind open", () => {
    const definition = { spec: { group: "example.com", names: { kind: "Widget", plural: "widgets" }, versions: [{ name: "v1" }] } };
    const { definitions } = json([...RESOURCES, ...definedResources(definition)]);
    expect(definitions["com.example.v1.Widget"]).toEqual({ description: expect.any(String), type: "object", "x-kubernetes-group-version-kind": [{ group: "example.com", kind: "Widget", version: "v1" }] });
    expect(json().definitions).not.toHaveProperty("com.example.v1.Widget");
  });

  test("is protobuf for kubectl, of the same definitions and paths", () => {
    const answer = openApiAnswer("/openapi/v2", V2, {});
    expect(answer?.contentType).toBe("application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
    const top = fieldsOfMessage(answer?.body as Uint8Array);
    const namesIn = (field: number, entry: number) => fieldsOfMessage(bytesOf(top, field)).filter((f) => f.number === entry).map((f) => latin1(bytesOf(fieldsOfMessage(f.bytes), 1)));
    // gnostic's Document: 1 swagger, 2 info, 8 paths (2 a path), 9 definitions (1 a definition).
    expect(latin1(bytesOf(top, 1))).toBe("2.0");
    expect(namesIn(8, 2)).toEqual(Object.keys(json().paths));
    expect(namesIn(9, 1)).toEqual(Object.keys(json().definitions));
  });
});

interface WireField { readonly number: number; readonly bytes: Uint8Array }

/** The fields of a message that has only texts and messages. */
function fieldsOfMessage(bytes: Uint8Array): WireField[] {
  const reader = new Reader(bytes);
  const fields: WireField[] = [];
  while (!reader.isAtEnd()) {
    const { number, wire } = reader.tag();
    expect(wire).toBe(WIRE_BYTES);
    fields.push({ number, bytes: reader.bytes() });
  }
  return fields;
}

function bytesOf(fields: readonly WireField[], number: number): Uint8Array {
  return fields.find((f) => f.number === number)?.bytes ?? new Uint8Array();
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

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
