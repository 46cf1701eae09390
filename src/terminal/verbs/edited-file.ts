import { readManifests } from "../../api/manifest.ts";
import { resourceOf, type Resource } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import { toYaml } from "../../api/to-yaml.ts";
import type { ObjectDraft } from "../../api/types/meta.ts";
import { parseYamlValue } from "../../api/yaml-value.ts";
import { mappingNotFound } from "../manifest-files.ts";
import { jsonText } from "../print/go-text.ts";
import { withoutManagedFields } from "../print/without-managed-fields.ts";
import type { Found } from "./objects.ts";

/** Why an edited file is opened again. Source: kubectl pkg/cmd/util/editor/editoptions.go editReason */
export interface Reason {
  readonly head: string;
  readonly others?: readonly string[];
}

export type EditFormat = "yaml" | "json";

/** What is read of an edited file: its objects, or why it has to be opened again. */
export type EditedFile =
  | { readonly kind: "objects"; readonly objects: readonly { readonly resource: Resource; readonly object: ObjectDraft }[] }
  /** No object at all: kubectl also says so on the terminal. */
  | { readonly kind: "invalid"; readonly text: string }
  | { readonly kind: "unreadable"; readonly text: string };

const HEAD = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

/** The objects as they are put into the editor; JSON has no comments, so no head. */
export function textToEdit(found: readonly Found[], format: EditFormat): string {
  const objects = found.map(({ object }) => withoutManagedFields(object));
  const shown = objects.length === 1 ? objects[0] : { apiVersion: "v1", items: objects, kind: "List", metadata: {} };
  return format === "json" ? jsonText(shown) : toYaml(shown, { withManagedFields: true });
}

/** What stands above it: how to edit, and what was wrong with it the last time. */
export function headOf(reasons: readonly Reason[], format: EditFormat): string {
  if (format === "json") return "";
  return HEAD + reasons.map(({ head, others = [] }) => `# ${commented(head)}${others.length > 0 ? ":" : ""}\n${others.map((text) => `# * ${commented(text)}\n`).join("")}#\n`).join("");
}

export function withoutComments(text: string): string {
  return text.split("\n").filter((line) => !line.trimStart().startsWith("#")).join("\n");
}

export function isBlank(text: string): boolean {
  return withoutComments(text).trim() === "";
}

/** Whether two files say the same, whatever their comments and their layout. */
export function isSameContent(a: string, b: string): boolean {
  const [x, y] = [parseYamlValue(a), parseYamlValue(b)];
  if ("value" in x && "value" in y) return deepEqual(x.value, y.value);
  return withoutComments(a) === withoutComments(b);
}

/**
 * Reads an edited file as kubectl does: first as something that could be valid at all, then as objects.
 * @param custom kinds that people have defined
 */
export function readEdited(text: string, custom: readonly Resource[]): EditedFile {
  const { documents, errors } = readManifests(withoutComments(text), SOURCE);
  const problem = errors[0]?.message;
  if (problem?.startsWith("unable to decode")) return { kind: "unreadable", text: problem };
  if (problem !== undefined) return { kind: "invalid", text: bare(problem) };
  if (documents.length === 0) return { kind: "invalid", text: "invalid object to validate" };
  const objects = [];
  for (const { object } of documents) {
    const resource = resourceOf(object, custom);
    if (!resource) return { kind: "unreadable", text: mappingNotFound(object, SOURCE) };
    objects.push({ resource, object });
  }
  return { kind: "objects", objects };
}

const SOURCE = "edited-file";

function bare(problem: string): string {
  return problem.replace(/^error (?:parsing|validating) "?edited-file"?: /, "").replace(/^error (?:converting YAML to JSON|validating data): /, "").replace(/; if you choose to ignore these errors.*$/, "");
}

function commented(text: string): string {
  return text.replaceAll("\n", "\n# ");
}
