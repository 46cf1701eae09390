import { isMembers } from "../../api/semantic.ts";

/**
 * YAML of a small object as a person writes it: members in their own order, lists indented like their key. For
 * here-documents; `kubectl get -o yaml` sorts and is printed by the API's own writer, which needs a whole YAML
 * library that the first view of the page should not wait for.
 * @returns lines that end with a newline
 */
export function yamlText(value: unknown): string {
  return blockLines(value).map((line) => `${line}\n`).join("");
}

function blockLines(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(itemLines);
  if (!isMembers(value)) return [scalar(value)];
  return Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : memberLines(key, member)));
}

function memberLines(key: string, member: unknown): readonly string[] {
  const name = scalar(key);
  if (isInline(member)) return [`${name}: ${scalar(member)}`];
  const lines = blockLines(member);
  return [`${name}:`, ...(Array.isArray(member) ? lines : lines.map(indent))];
}

function itemLines(item: unknown): readonly string[] {
  if (isInline(item)) return [`- ${scalar(item)}`];
  return blockLines(item).map((line, i) => (i === 0 ? `- ${line}` : indent(line)));
}

function indent(line: string): string {
  return `  ${line}`;
}

function isInline(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !isMembers(value) || Object.keys(value).length === 0;
}

/** Words that YAML 1.1 or 1.2 would read as something other than text, and numbers, are quoted. */
const NOT_TEXT = /^(?:|~|null|true|false|y|n|yes|no|on|off|[-+.]?(?:inf|nan)|[-+]?[0-9.][0-9_.,:eExXoa-fA-F+-]*)$/i;
const PLAIN = /^[A-Za-z0-9_./$][A-Za-z0-9_./$@%+=,:-]*$/;

function scalar(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const isPlain = PLAIN.test(value) && !NOT_TEXT.test(value) && !value.endsWith(":");
  return isPlain ? value : JSON.stringify(value);
}
