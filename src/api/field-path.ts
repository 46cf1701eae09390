/** A field path, taken apart at its subscript: `metadata.labels['app']` has the path `metadata.labels` and the subscript `app`. */
export interface FieldPath {
  readonly path: string;
  readonly subscript: string;
  readonly isSubscripted: boolean;
}

/**
 * Splits a path of the Downward API. Only a path that ends in `']` and has something before its first `['` is
 * subscripted; anything else is a path as it stands.
 * Source: kubernetes pkg/fieldpath/fieldpath.go SplitMaybeSubscriptedPath (1.36)
 */
export function splitFieldPath(fieldPath: string): FieldPath {
  const opens = fieldPath.indexOf("['");
  if (!fieldPath.endsWith("']") || opens <= 0 || opens + 4 > fieldPath.length) return { path: fieldPath, subscript: "", isSubscripted: false };
  return { path: fieldPath.slice(0, opens), subscript: fieldPath.slice(opens + 2, -2), isSubscripted: true };
}
