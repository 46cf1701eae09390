import { goJson } from "../../../api/go-json.ts";
import { canonicalJson } from "../../../api/semantic.ts";
import { utf8Bytes } from "../../../api/utf8.ts";
import { encodeHash } from "../name-hash.ts";

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The hash in the name of a StatefulSet's ControllerRevision, the same as a real cluster's: FNV-1 (multiply, then
 * xor) over the data as Go prints JSON, then the collision count in decimals, written with letters that make no words.
 * @param data what the revision holds; its members in any order
 * @param collisionCount how often the name was taken by other data
 * Source: pkg/controller/history/controller_history.go HashControllerRevision, apimachinery rand.SafeEncodeString (1.36)
 */
export function revisionHash(data: unknown, collisionCount: number): string {
  let h = OFFSET;
  for (const byte of utf8Bytes(goJson(canonicalJson(data)) + String(collisionCount))) h = Math.imul(h, PRIME) ^ byte;
  return encodeHash(h >>> 0);
}
