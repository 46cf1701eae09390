import { SIM_GROUP, type Resource } from "../resources.ts";
import { describeField, describeStruct } from "./descriptions.ts";
import { ENUMS } from "./enums.ts";
import { OWN_STRUCTS } from "./own-structs.ts";
import { PATCH_KEYS } from "./patch-keys.ts";
import { SECTIONS as GENERATED } from "./structs.generated.ts";

/** A JSON schema as OpenAPI v3 writes it; only what we use of it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A struct's name with its section: `core:PodSpec`. */
type StructName = string;

const SECTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = { ...GENERATED, [SIM_GROUP]: OWN_STRUCTS };

/** Go packages that do not follow the rule `io.k8s.api.GROUP.v1`. */
const PACKAGES: Readonly<Record<string, string>> = {
  meta: "io.k8s.apimachinery.pkg.apis.meta.v1",
  autoscaling: "io.k8s.api.autoscaling.v2",
  "apiregistration.k8s.io": "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1",
  "apiextensions.k8s.io": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1",
  [SIM_GROUP]: "local.playground.sim.v1",
};

const QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";
const INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
const RAW_EXTENSION = "io.k8s.apimachinery.pkg.runtime.RawExtension";
const TIME = `${PACKAGES["meta"]}.Time`;
const MICRO_TIME = `${PACKAGES["meta"]}.MicroTime`;

/** Schemas that are no structs of fields. */
const SPECIAL: Readonly<Record<string, Schema>> = {
  [QUANTITY]: { description: "An amount with a suffix: 100m, 64Mi.", oneOf: [{ type: "string" }, { type: "number" }] },
  [INT_OR_STRING]: { description: "A number, or a text such as a percentage or the name of a port.", format: "int-or-string", oneOf: [{ type: "integer" }, { type: "string" }] },
  [RAW_EXTENSION]: { description: "An object of any kind, as it was stored.", type: "object" },
  [TIME]: { description: "A moment, RFC 3339 in seconds.", type: "string", format: "date-time" },
  [MICRO_TIME]: { description: "A moment, RFC 3339 in microseconds.", type: "string", format: "date-time" },
};

const SCALARS: Readonly<Record<string, Schema>> = {
  s: { type: "string" },
  b: { type: "boolean" },
  i: { type: "integer", format: "int32" },
  l: { type: "integer", format: "int64" },
  d: { type: "number", format: "double" },
  y: { type: "string", format: "byte" },
  "*": { type: "object" },
};
const REFERENCES: Readonly<Record<string, string>> = { q: QUANTITY, x: INT_OR_STRING, t: TIME, u: MICRO_TIME };

/**
 * `components.schemas` for the kinds of one group version: each kind, and every struct it reaches. A kind whose fields
 * are not known (of a CustomResourceDefinition) has apiVersion, kind and metadata, and may have anything else.
 */
export function schemasFor(resources: readonly Resource[]): Readonly<Record<string, Schema>> {
  const schemas = new Map<string, Schema>();
  for (const resource of resources) {
    const struct = SECTIONS[sectionOf(resource.group)]?.[resource.kind];
    const name = schemaNameOf(resource);
    const base = struct === undefined ? anyObject(resource, schemas) : structSchema(`${sectionOf(resource.group)}:${resource.kind}`, schemas);
    const { group, kind, version } = resource;
    schemas.set(name, { ...base, "x-kubernetes-group-version-kind": [{ group, kind, version }] });
  }
  return Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of a kind's own schema: `io.k8s.api.apps.v1.DaemonSet`. */
export function schemaNameOf(resource: Resource): string {
  return nameOf(`${sectionOf(resource.group)}:${resource.kind}`, resource.version);
}

/** Schemas of structs that are no kinds, with what they reach. @param names with section: `meta:Status` */
export function structSchemas(names: readonly StructName[]): Readonly<Record<string, Schema>> {
  const schemas = new Map<string, Schema>();
  for (const name of names) schemas.set(nameOf(name), structSchema(name, schemas));
  return Object.fromEntries(schemas);
}

function sectionOf(group: string): string {
  return group || "core";
}

function nameOf(struct: StructName, version = "v1"): string {
  const [section = "", name = ""] = struct.split(":");
  if (section === "meta" && name === "RawExtension") return RAW_EXTENSION;
  const known = SECTIONS[section] !== undefined;
  const own = known ? `io.k8s.api.${section.split(".")[0]}.v1` : `${section.split(".").reverse().join(".")}.${version}`;
  return `${PACKAGES[section] ?? own}.${name}`;
}

/** Adds what the struct refers to, not the struct itself. */
function structSchema(struct: StructName, schemas: Map<string, Schema>): Schema {
  const [section = "", name = ""] = struct.split(":");
  const text = SECTIONS[section]?.[name] ?? "";
  const description = describeStruct(name);
  const fields = text === "" ? [] : text.split(" ").map((field) => {
    const [fieldName = "", code = "s"] = field.split("=");
    return { name: fieldName, code: code.replace(/!$/, ""), isRequired: code.endsWith("!") };
  });
  const required = fields.filter((f) => f.isRequired).map((f) => f.name);
  const properties = fields.map((f): [string, Schema] => [f.name, fieldSchema(section, name, f.name, f.code, schemas)]);
  return {
    ...(description ? { description } : {}),
    type: "object",
    ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function fieldSchema(section: string, struct: string, field: string, code: string, schemas: Map<string, Schema>): Schema {
  const path = `${struct}.${field}`;
  const description = describeField(struct, field);
  const values = ENUMS[path];
  const patch = PATCH_KEYS[path];
  return {
    ...(description ? { description } : {}),
    ...typeSchema(section, code, schemas),
    ...(values ? { enum: values } : {}),
    ...(patch?.key ? { "x-kubernetes-patch-merge-key": patch.key } : {}),
    ...(patch ? { "x-kubernetes-patch-strategy": patch.strategy } : {}),
  };
}

function typeSchema(section: string, code: string, schemas: Map<string, Schema>): Schema {
  if (code.startsWith("[]")) return { type: "array", items: typeSchema(section, code.slice(2), schemas) };
  if (code.startsWith("{}")) return { type: "object", additionalProperties: typeSchema(section, code.slice(2), schemas) };
  return SCALARS[code] ?? { allOf: [{ $ref: `#/components/schemas/${reach(section, code, schemas)}` }] };
}

/** The name of a schema that a field refers to, after it has been written. */
function reach(section: string, code: string, schemas: Map<string, Schema>): string {
  const special = REFERENCES[code];
  const struct = code.includes(":") ? code : `${section}:${code}`;
  const name = special ?? nameOf(struct);
  if (schemas.has(name)) return name;
  schemas.set(name, SPECIAL[name] ?? {}); // first: a struct may reach itself
  if (!SPECIAL[name]) schemas.set(name, structSchema(struct, schemas));
  return name;
}

function anyObject(resource: Resource, schemas: Map<string, Schema>): Schema {
  const text = { type: "string" };
  return {
    description: `${resource.kind}, a kind of the group ${resource.group}.`,
    type: "object",
    properties: { apiVersion: text, kind: text, metadata: typeSchema("meta", "ObjectMeta", schemas) },
    "x-kubernetes-preserve-unknown-fields": true,
  };
}
