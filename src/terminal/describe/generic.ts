import { isMembers } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { goText } from "../print/go-text.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabelsAndAnnotations, writeName } from "./head.ts";

/** Told before, or not at all. */
const SKIPPED = [".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations"];
const ACRONYMS = ["API", "URL", "UID", "OSB", "GUID"];

/** Describes an object whose kind nobody knows: every field it has. Source: kubectl pkg/describe genericDescriber (1.36) */
export function* describeGeneric(object: KubeObject, about: Describing): Steps<string> {
  const out = new Description();
  writeName(out, object);
  writeLabelsAndAnnotations(out, object);
  writeMembers(out, 0, object as object as Members, "");
  yield* writeEventsOf(out, object, about);
  return out.text();
}

type Members = Readonly<Record<string, unknown>>;

/** Source: kubectl pkg/describe printUnstructuredContent (1.36) */
function writeMembers(out: Description, level: number, members: Members, path: string): void {
  for (const field of Object.keys(members).sort()) {
    const value = members[field];
    const at = `${path}.${field}`;
    if (value === undefined || SKIPPED.includes(at)) continue;
    const label = `${fieldLabel(field)}:`;
    if (isMembers(value)) {
      out.line(level, label);
      writeMembers(out, level + 1, value, at);
    } else if (Array.isArray(value)) {
      out.line(level, label);
      for (const item of value as readonly unknown[]) {
        if (isMembers(item)) writeMembers(out, level + 1, item, at);
        else out.line(level + 1, goText(item));
      }
    } else out.line(level, label, goText(value));
  }
}

/** `creationTimestamp` as `Creation Timestamp`. Source: kubectl pkg/describe smartLabelFor, fatih/camelcase Split */
function fieldLabel(field: string): string {
  if (/[^\p{L}-]/u.test(field)) return field;
  const parts = field.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|[^\p{Ll}\p{Lu}]+/gu) ?? [];
  return parts.map((part) => (ACRONYMS.includes(part.toUpperCase()) ? part.toUpperCase() : part.slice(0, 1).toUpperCase() + part.slice(1))).join(" ");
}
