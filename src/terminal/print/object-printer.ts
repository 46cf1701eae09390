import { toYaml } from "../../api/to-yaml.ts";
import { isMembers } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { findResults, parseJsonPath, resultsText, type JsonPathResults } from "../jsonpath.ts";
import { JsonPathError } from "../jsonpath-parser.ts";
import { failure, fail } from "../kubectl/errors.ts";
import { KubectlError } from "../kubectl/verb.ts";
import { customColumnsPrinter, parseColumnsFile, parseCustomColumns } from "./custom-columns.ts";
import { goTemplate } from "./go-template.ts";
import { GoTemplateError } from "./go-template-parser.ts";
import { goJson, goText, jsonText } from "./go-text.ts";
import { kyamlText } from "./kyaml.ts";
import { withoutManagedFields } from "./without-managed-fields.ts";

/** Several objects as one: what kubectl prints for `-o yaml` of more than one. */
export interface PrintedList {
  readonly apiVersion: "v1";
  readonly items: readonly KubeObject[];
  readonly kind: "List";
  readonly metadata: { readonly resourceVersion?: "" };
}

/** Prints one object after the other, or a list at once; remembers what went before (YAML sets documents apart). */
export type ObjectPrinter = (object: KubeObject | PrintedList) => string;

export interface PrinterOptions {
  /** `get` also knows `wide` and `custom-columns`. */
  readonly forGet?: boolean;
  readonly showManagedFields?: boolean;
  readonly noHeaders?: boolean;
  /** `--allow-missing-template-keys`; true unless it says otherwise. */
  readonly allowsMissingKeys?: boolean;
  /** `--template`. */
  readonly template?: string | undefined;
  /** For `jsonpath-file` and `custom-columns-file`; the path as given. */
  readonly readFile?: (path: string) => string | undefined;
}

const FORMATS = "go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml".split(",");
const FORMATS_OF_GET = [...FORMATS, "custom-columns", "custom-columns-file", "wide"].sort();

/** A list of objects as `kubectl get -o` prints it. */
export function listOf(items: readonly KubeObject[]): PrintedList {
  return { apiVersion: "v1", items, kind: "List", metadata: { resourceVersion: "" } };
}

/**
 * The printer for the value of `-o`, but not for tables.
 * Errors: ends the verb with kubectl's text for a format or a template that it cannot use.
 * Source: cli-runtime pkg/genericclioptions/print_flags.go, pkg/printers (1.36)
 */
export function objectPrinter(output: string, options: PrinterOptions = {}): ObjectPrinter {
  const equals = output.indexOf("=");
  const format = equals < 0 ? output : output.slice(0, equals);
  const value = equals < 0 ? (options.template ?? "") : output.slice(equals + 1);
  const file = (flag: string): string => options.readFile?.(value) ?? fail(`error reading ${flag} ${value}, open ${value}: no such file or directory`);
  switch (output === format || TEMPLATES.has(format) ? format : "") {
    case "json": return (object) => jsonText(shown(object, options));
    case "yaml": return documents((object) => toYaml(shown(object, options), { withManagedFields: true }));
    case "kyaml": return (object) => kyamlText(shown(object, options));
    case "name": return (object) => itemsOf(object).map((item) => `${nameOf(item)}\n`).join("");
    case "jsonpath": return jsonPathPrinter(checked(value), resultsText);
    case "jsonpath-file": return jsonPathPrinter(file("--template"), resultsText);
    case "jsonpath-as-json": return jsonPathPrinter(checked(value), (results) => results.map((part) => jsonText(part)).join(""));
    case "custom-columns": if (options.forGet) return columns(parseCustomColumns(value)); break;
    case "custom-columns-file": if (options.forGet) return columns(parseColumnsFile(file("template"))); break;
    case "go-template": case "template": return goTemplatePrinter(checked(value), options);
    case "go-template-file": case "templatefile": return goTemplatePrinter(file("--template"), options);
  }
  return fail(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${(options.forGet ? FORMATS_OF_GET : FORMATS).join(",")}`);

  function columns(parsed: ReturnType<typeof parseCustomColumns>): ObjectPrinter {
    const print = customColumnsPrinter(parsed, { noHeaders: options.noHeaders ?? false });
    return (object) => print(itemsOf(object));
  }
}

/** Formats with a value behind `=`. */
const TEMPLATES: ReadonlySet<string> = new Set(["jsonpath", "jsonpath-file", "jsonpath-as-json", "custom-columns", "custom-columns-file", "go-template", "go-template-file", "template", "templatefile"]);

/** `daemonset.apps/x`, from what the object says of itself. */
function nameOf({ apiVersion, kind, metadata }: Pick<KubeObject, "apiVersion" | "kind"> & { readonly metadata: { readonly name?: string } }): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0]!}` : "";
  return `${kind.toLowerCase()}${group}/${metadata.name ?? ""}`;
}

function checked(template: string): string {
  return template === "" ? fail("template format specified but no template given") : template;
}

function jsonPathPrinter(template: string, write: (results: JsonPathResults) => string): ObjectPrinter {
  const path = attempt(() => parseJsonPath(template), (text) => `error parsing jsonpath ${template}, ${text}`);
  return (object) => write(attempt(() => findResults(path, object), (text) => executionError(template, text, object)));
}

/** Source: cli-runtime pkg/printers/template.go (1.36) */
function goTemplatePrinter(template: string, options: PrinterOptions): ObjectPrinter {
  const parsed = readGoTemplate(template, options);
  return (object) => {
    const { text, error } = parsed.fill(object);
    if (error === undefined) return text;
    const about = `Error executing template: ${error}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${template}\n\traw data was:\n\t\t${goJson(object)}\n\tobject given to template engine was:\n\t\t${goText(object)}\n\n`;
    throw new KubectlError(`error: error executing template ${JSON.stringify(template)}: ${error}`, 1, text + about);
  };
}

function readGoTemplate(template: string, { allowsMissingKeys = true }: PrinterOptions): ReturnType<typeof goTemplate> {
  try {
    return goTemplate(template, { isStrict: !allowsMissingKeys });
  } catch (error) {
    if (!(error instanceof GoTemplateError)) throw error;
    throw failure(`error parsing template ${template}, ${error.message}`);
  }
}

function executionError(template: string, text: string, object: unknown): string {
  const about = "Printing more information for debugging the template";
  return `error executing jsonpath ${JSON.stringify(template)}: Error executing template: ${text}. ${about}:\n\ttemplate was:\n\t\t${template}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(object)}\n\n\n`;
}

function attempt<Out>(work: () => Out, text: (error: string) => string): Out {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    throw failure(text(error.message));
  }
}

/** A value as Go's `%#v` prints it. */
function goSyntax(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (isMembers(value)) return `map[string]interface {}{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`).join(", ")}}`;
  return value === null || value === undefined ? "interface {}(nil)" : goText(value);
}

function documents(write: ObjectPrinter): ObjectPrinter {
  let isFirst = true;
  return (object) => {
    const text = write(object);
    const separator = isFirst ? "" : "---\n";
    isFirst = false;
    return separator + text;
  };
}

function itemsOf(object: KubeObject | PrintedList): readonly KubeObject[] {
  return "items" in object ? object.items : [object];
}

function shown(object: KubeObject | PrintedList, { showManagedFields = false }: PrinterOptions): unknown {
  if (showManagedFields) return object;
  return "items" in object ? { ...object, items: object.items.map(withoutManagedFields) } : withoutManagedFields(object);
}
