import { canonicalJson } from "../../api/semantic.ts";
import type { PodTemplateSpec } from "../../api/types/pod.ts";
import { hash32 } from "../sim/random.ts";

/** Characters of names, without vowels and look-alikes. */
const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** A hash as it stands in names and labels: each character of its decimal text becomes one of the alphabet. Source: apimachinery rand.SafeEncodeString. */
export function encodeHash(hash: number): string {
  return Array.from(String(hash), (c) => ALPHABET[c.charCodeAt(0) % ALPHABET.length]!).join("");
}

/**
 * Hash of a template. Upstream dumps the Go object; here it is the canonical JSON, so the number differs from a real
 * cluster's, but it is as stable and as unique. Departure: the text cannot be reproduced without Go's dump format.
 * @param collisionCount of the owner's status: how often a name was already taken; salts the hash
 * Source: pkg/controller/controller_utils.go ComputeHash.
 */
export function templateHash(template: PodTemplateSpec, collisionCount?: number): string {
  return encodeHash(hash32(canonicalJson(template) + (collisionCount === undefined ? "" : `/${collisionCount}`)));
}
