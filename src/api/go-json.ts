const UNSAFE = /[<>&\u2028\u2029]/;
const EACH_UNSAFE = /[<>&\u2028\u2029]/g;

/**
 * JSON as Go writes it: what could end a script tag or a line is escaped. Clients compare such texts byte by byte:
 * `kubectl rollout undo` a ControllerRevision's data with its own.
 * @param json made by JSON.stringify
 * Source: Go's encoding/json HTMLEscape, on by default in the API server's encoder
 */
export function goJson(json: string): string {
  return UNSAFE.test(json) ? json.replace(EACH_UNSAFE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`) : json;
}
