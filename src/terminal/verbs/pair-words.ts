import { fail } from "../kubectl/errors.ts";

/**
 * Words of `label`, `annotate` and `set env`: resources first, then changes (`key=value`, `key-`).
 * @param what for the error: `label`, `annotation`
 * Errors: ends the verb where a resource stands behind a change.
 * Source: kubectl pkg/cmd/util/helpers.go GetResourcesAndPairs (1.36)
 */
export function pairWords(words: readonly string[], what: string): { readonly resources: readonly string[]; readonly pairs: readonly string[] } {
  const first = words.findIndex(isPair);
  if (first < 0) return { resources: words, pairs: [] };
  const late = words.slice(first).find((word) => !isPair(word));
  if (late !== undefined) fail(`all resources must be specified before ${what} changes: ${late}`);
  return { resources: words.slice(0, first), pairs: words.slice(first) };
}

export function isPair(word: string): boolean {
  return word.indexOf("=") > 0 || (word.endsWith("-") && word !== "-");
}
