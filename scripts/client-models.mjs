/**
 * Reads the models of the npm package @kubernetes/client-node, which are generated from the OpenAPI document of a
 * Kubernetes release: for the scripts that write the schemas of the project from them.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** OpenAPI calls a quantity a string. */
const QUANTITIES = new Set([
  "EmptyDirVolumeSource.sizeLimit", "ResourceFieldSelector.divisor", "MetricTarget.averageValue", "MetricTarget.value",
  "MetricValueStatus.averageValue", "MetricValueStatus.value", "HPAScalingRules.tolerance",
]);
const RESOURCE_LISTS = new Set([
  "limits", "requests", "capacity", "allocatable", "overhead", "allocatedResources", "hard", "used", "default", "defaultRequest",
  "max", "min", "maxLimitRequestRatio",
]);

/** @param {string} folder of the unpacked npm package */
export function clientModels(folder) {
  const read = (file) => readFileSync(join(folder, "dist/gen/models", file), "utf8");
  return {
    release: /OpenAPI spec version: release-(\S+)/.exec(read("V1Pod.js"))?.[1],
    /** The TypeScript declaration of a model: it tells which fields are required. */
    declarationOf: (model) => read(`${model}.d.ts`),
    /** @returns {{name: string, baseName: string, type: string, format: string}[]} */
    attributesOf: (model) => {
      const text = /attributeTypeMap = (\[[\s\S]*?\n\]);/.exec(read(`${model}.js`))?.[1];
      if (!text) throw new Error(`${model}: no attributeTypeMap`);
      return JSON.parse(text);
    },
  };
}

/** What a list or a map with string keys is made of; undefined for any other type. */
export function elementOf(type) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return { prefix: "[]", type: list[1] };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  return map ? { prefix: "{}", type: map[1] } : undefined;
}

export function isResourceList(field, type) {
  return RESOURCE_LISTS.has(field) && elementOf(type)?.prefix === "{}";
}

/** The letter of a type without structure; undefined for a struct. */
export function scalarCode(struct, field, type, format) {
  if (QUANTITIES.has(`${struct}.${field}`)) return "q";
  switch (type) {
    case "string":
      return format === "byte" ? "y" : "s";
    case "boolean":
      return "b";
    case "number":
      return { int32: "i", int64: "l" }[format] ?? "d";
    case "IntOrString":
      return "x";
    case "Date":
      return "t";
    case "V1MicroTime":
      return "u";
    case "any":
    case "object":
      return "*";
    default:
      return undefined;
  }
}
