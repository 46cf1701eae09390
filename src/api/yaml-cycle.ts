import { visit, type Document } from "yaml";

/**
 * The problem of a document in which an alias stands within what its anchor names, in Go's words: such a value has no end.
 * Source: go.yaml.in/yaml/v2 decode.go alias
 */
export function yamlCycle(document: Document): string | undefined {
  let anchor: string | undefined;
  visit(document, {
    Alias(_key, alias, path) {
      const named = alias.resolve(document);
      if (named === undefined || !path.includes(named)) return undefined;
      anchor = alias.source;
      return visit.BREAK;
    },
  });
  return anchor === undefined ? undefined : `anchor '${anchor}' value contains itself`;
}
