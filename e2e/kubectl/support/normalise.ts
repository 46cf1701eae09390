/**
 * Output without what differs from run to run: names that the cluster makes up, ages, times, uids, versions, addresses.
 * Widths of columns depend on ages, so several spaces count as two.
 */
export function normalise(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UID")
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "TIME")
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, "TIME")
    .replace(/(resource ?version"?: *"?)\d+/gi, "$1N")
    // How often an object was written before the recording is not part of it.
    .replace(/^ *"?generation"?: \d+,?\n/gm, "")
    .replace(/https?:\/\/(?:127\.0\.0\.1|localhost):\d+/g, "http://SERVER")
    .replace(/\b(?:127\.0\.0\.1|localhost):\d+/g, "SERVER")
    .replace(/(?<![\w.-])(?:\d+y)?(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?(?=\s|\)|$)/gm, (age) => (age === "" ? "" : "AGE"))
    .replace(/ {2,}/g, "  ")
    .replace(/<no newline at end>\n/g, "")
    .replace(/[ \t]+$/gm, "")
    .trimEnd();
}

/** Names that controllers make up: `web-6b78dbb95b-km4wj`, `web-6b78dbb95b`, `agent-wb6fk`. */
export function madeUpNames(text: string): string {
  return text
    .replace(/\b(web2?|multi|db|agent)-[0-9a-z]{7,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, "$1-HASH-xxxxx")
    .replace(/\b(web2?|multi|db|agent)-(?:[bcdfghjklmnpqrstvwxz2456789]{8,10}|[0-9a-z]{9,10})\b/g, "$1-HASH")
    .replace(/\bagent-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, "agent-xxxxx")
    .replace(/(pod-template-hash=)[0-9a-z]+/g, "$1HASH");
}

/** For outputs whose lines come in no certain order. */
export function sortLines(text: string): string {
  return text.split("\n").sort().join("\n");
}

/** Of a drain: pods are evicted side by side, and Go keeps in a map what it warns of and what it refuses. */
export function unorderedDrain(text: string): string {
  const sorted = (parts: string, separator: RegExp, joint: string) => parts.split(separator).sort().join(joint);
  return sortLines(text
    .replace(/^Warning: (.*; .*)$/gm, (_, parts: string) => `Warning: ${sorted(parts, /; /, "; ")}`)
    .replace(/ due to error: \[(.*)\], continuing/g, (_, parts: string) => ` due to error: [${sorted(parts, /, (?=cannot )/, ", ")}], continuing`));
}

export function lastLine(text: string): string {
  return text.trimEnd().split("\n").pop() ?? "";
}

/** A description without what happened until then. */
export function withoutEvents(text: string): string {
  return text.replace(/^Events:[\s\S]*$/m, "Events:");
}

/** Of `kubectl explain` the kind, the fields, their types and their values: not what is said about them. */
export function onlyStructure(text: string): string {
  return text.split("\n").filter((line) => /^(?:GROUP|KIND|VERSION|FIELD|FIELDS|ENUM|error|the server|\[).*|\t<|^ *enum: /.test(line)).join("\n");
}
