import { elementOf, memberOf, DEDUCED, type Structure } from "../../../api/schema/structure.ts";
import { isMembers } from "../../../api/semantic.ts";
import { FieldSetBuilder, member, pathText, position, type FieldSet, type Path } from "./field-set.ts";
import { elementsOf, membersOf, stepOf, viewOf } from "./values.ts";

/**
 * What somebody who applies an object claims: every value in it. Maps are claimed only where they are empty, elements
 * of lists always.
 * Source: structured-merge-diff typed/tofieldset.go
 */
export function claimedBy(config: unknown, structure: Structure): FieldSet {
  const builder = new FieldSetBuilder();
  claim(config, structure, [], builder);
  return builder.build();
}

function claim(value: unknown, structure: Structure, path: Path, builder: FieldSetBuilder): void {
  const view = viewOf(structure, value);
  switch (view.kind) {
    case "leaf":
      return builder.insert(path);
    case "members":
      for (const [name, below] of Object.entries(membersOf(value))) {
        const to = [...path, member(name)];
        claim(below, memberOf(view.structure, name) ?? DEDUCED, to, builder);
        const isNothing = below === null || (isMembers(below) && Object.keys(below).length === 0);
        if (isNothing || view.structure.kind === "map" || view.structure.kind === "deduced") builder.insert(to);
      }
      return;
    case "elements":
      for (const [step, item] of elementsOf(value, view.structure)) {
        claim(item, elementOf(view.structure), [...path, step], builder);
        builder.insert([...path, step]);
      }
  }
}

/**
 * Why an object cannot be applied: unknown fields, values of the wrong type, elements that cannot be told apart.
 * @returns the API server's text, or undefined if nothing is wrong
 * Source: structured-merge-diff typed/validate.go, typed/helpers.go
 */
export function configProblem(config: unknown, structure: Structure): string | undefined {
  const errors: string[] = [];
  check(config, structure, [], errors);
  return errors.length > 1 ? ["errors:", ...errors.map((e) => `  ${e}`)].join("\n") : errors[0];
}

function check(value: unknown, structure: Structure, path: Path, errors: string[]): void {
  if (value === null || value === undefined) return;
  const report = (text: string, at: Path = path) => void errors.push(`${pathText(at)}: ${text}`);
  switch (structure.kind) {
    case "deduced":
      return;
    case "scalar": {
      const wrong = scalarProblem(value, structure.wants);
      return wrong === undefined ? undefined : report(wrong);
    }
    case "keyed":
    case "set":
      return Array.isArray(value) ? checkElements(value, structure, path, errors) : report(`expected list, got &{${goText(value)}}`);
    case "atomic":
      if (structure.is === "list") {
        if (!Array.isArray(value)) return report(`expected list, got &{${goText(value)}}`);
        return value.forEach((item, i) => check(item, elementOf(structure), [...path, position(i)], errors));
      }
      return isMembers(value) ? checkMembers(value, structure, path, errors) : report(`expected map, got &{${goText(value)}}`);
    case "object":
    case "struct":
    case "map":
      return isMembers(value) ? checkMembers(value, structure, path, errors) : report(`expected map, got &{${goText(value)}}`);
  }
}

function checkMembers(value: Readonly<Record<string, unknown>>, structure: Structure, path: Path, errors: string[]): void {
  const isOpen = structure.kind === "atomic" && structure.struct === undefined && structure.of === undefined;
  for (const [name, below] of Object.entries(value)) {
    const type = isOpen ? DEDUCED : memberOf(structure, name);
    const to = [...path, member(name)];
    if (type) check(below, type, to, errors);
    else errors.push(`${pathText(to)}: field not declared in schema`);
  }
}

function checkElements(list: readonly unknown[], structure: Structure & { readonly kind: "keyed" | "set" }, path: Path, errors: string[]): void {
  const seen = new Set<string>();
  list.forEach((item, i) => {
    const found = stepOf(item, structure);
    if ("error" in found) {
      errors.push(`${pathText(path)}: element ${i}: ${found.error}`);
      return;
    }
    if (seen.has(found.step)) errors.push(`${pathText(path)}: duplicate entries for key ${pathText([found.step])}`);
    seen.add(found.step);
    check(item, elementOf(structure), [...path, found.step], errors);
  });
}

function scalarProblem(value: unknown, wants: "number" | "string" | "boolean" | "any"): string | undefined {
  const is = typeof value;
  if (wants === "any") return is === "number" || is === "string" || is === "boolean" ? undefined : `expected any scalar, got &{${goText(value)}}`;
  if (is === wants) return undefined;
  if (wants === "number") return `expected numeric (int or float), got ${goTypeName(value)}`;
  if (wants === "boolean") return `expected boolean, got &{${goText(value)}}`;
  return `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
}

function goTypeName(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (isMembers(value)) return "map[string]interface {}";
  if (typeof value === "boolean") return "bool";
  return typeof value === "number" ? (Number.isInteger(value) ? "int64" : "float64") : typeof value;
}

/** As Go's %v prints it. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(" ")}]`;
  if (!isMembers(value)) return value === null ? "<nil>" : String(value as string | number | boolean);
  return `map[${Object.keys(value).sort().map((name) => `${name}:${goText(value[name])}`).join(" ")}]`;
}

/** As Go's %#v prints it. */
function goSyntax(value: unknown): string {
  if (value === null) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (!isMembers(value)) return JSON.stringify(value);
  return `map[string]interface {}{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${goSyntax(value[name])}`).join(", ")}}`;
}
