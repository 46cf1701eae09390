/** Where the cursor stands in a manifest, as far as its lines and their depth tell; it need not be whole YAML yet. */
export interface YamlPosition {
  readonly apiVersion: string;
  readonly kind: string;
  /** Of the mapping (or list) that the cursor is in: `["spec", "template", "spec", "containers", 0]`. */
  readonly path: readonly (string | number)[];
  /** Where a member's value is written, its key; absent where a key is. */
  readonly key?: string;
  /** The key or value that is being written, and where it begins in the text. */
  readonly word: string;
  readonly from: number;
  /** Depth of the key, in columns: members of the value stand two deeper. */
  readonly column: number;
  /** Keys that the mapping has beside the one at the cursor. */
  readonly siblings: readonly string[];
}

/** A dash of a list item or a key, with its column. */
interface Token { readonly column: number; readonly key?: string }

const KEY = /^(?:"([^"]*)"|'([^']*)'|([^\s#"'&*!|>%@`{}[\]:-](?:[^:#]|:(?=\S))*?|-[^\s:#]+)):(?=\s|$)/;

/**
 * Reads depth from columns, as YAML does, upwards from the cursor.
 * @returns undefined in comments, in block texts (`|`), and in documents without apiVersion and kind
 */
export function positionAt(text: string, offset: number): YamlPosition | undefined {
  const { lines, at, lineStart } = documentAround(text, offset);
  const line = lines[at] ?? "";
  const before = line.slice(0, offset - lineStart);
  if (/(?:^|\s)#/.test(before)) return undefined;
  const apiVersion = topLevel(lines, "apiVersion") ?? "";
  const kind = topLevel(lines, "kind") ?? "";
  const column = columnOf(before);
  const valueAt = valueStart(before, column);
  const key = keyOf(line, column);
  const parents = parentsOf(lines, at, column);
  if (parents.some(({ line: i }) => i !== at && /:\s*[|>][+-]?\d*\s*$/.test(lines[i] ?? ""))) return undefined;
  const wordAt = valueAt ?? column;
  return {
    apiVersion, kind, column, word: before.slice(wordAt), from: lineStart + wordAt, path: pathOf(parents),
    ...(valueAt !== undefined && key !== undefined ? { key } : {}),
    siblings: siblingsOf(lines, at, column),
  };
}

/** The lines of the document of a multi-document text that holds `offset`. */
function documentAround(text: string, offset: number): { readonly lines: readonly string[]; readonly at: number; readonly lineStart: number } {
  const all = text.split("\n");
  let [at, lineStart] = [0, 0];
  while (at < all.length - 1 && lineStart + all[at]!.length < offset) lineStart += all[at++]!.length + 1;
  const isMark = (line: string | undefined) => line !== undefined && /^---(?:\s|$)/.test(line);
  const first = all.findLastIndex((line, i) => i <= at && isMark(line)) + 1;
  const next = all.findIndex((line, i) => i > at && isMark(line));
  return { lines: all.slice(first, next < 0 ? undefined : next), at: at - first, lineStart };
}

function topLevel(lines: readonly string[], key: string): string | undefined {
  const line = lines.find((l) => l.startsWith(`${key}:`));
  return line?.slice(key.length + 1).replace(/\s#.*$/, "").trim().replace(/^(["'])(.*)\1$/, "$2");
}

/** Where the key begins: behind spaces and the dashes of list items. */
function columnOf(line: string): number {
  return (/^ *(?:- +)*/.exec(line)?.[0] ?? "").length;
}

function keyOf(line: string, column: number): string | undefined {
  const match = KEY.exec(line.slice(column));
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** Where the value begins, if the cursor is behind `key: `. */
function valueStart(before: string, column: number): number | undefined {
  const match = KEY.exec(before.slice(column));
  if (!match) return undefined;
  const rest = before.slice(column + match[0].length);
  return before.length - rest.trimStart().length;
}

function tokensOf(line: string): readonly Token[] {
  if (/^\s*(?:#|$)/.test(line)) return [];
  const column = columnOf(line);
  const dashes = [...line.slice(0, column).matchAll(/-/g)].map((m) => ({ column: m.index }));
  const key = keyOf(line, column);
  const bare = key === undefined && /^\s*-\s*$/.test(line) && dashes.length === 0 ? [{ column: line.indexOf("-") }] : [];
  return [...dashes, ...bare, ...(key === undefined ? [] : [{ column, key }])];
}

interface Parent extends Token { readonly line: number; readonly index?: number }

/** The keys and list items around a column of a line, innermost first. */
function parentsOf(lines: readonly string[], at: number, column: number): readonly Parent[] {
  const parents: Parent[] = [];
  let inner: Parent = { column, key: "", line: at };
  let items = 0;
  for (let i = at; i >= 0; i--) {
    const tokens = tokensOf(lines[i] ?? "").filter((t) => i < at || t.column < column);
    for (const token of [...tokens].reverse()) {
      const isItem = token.key === undefined;
      const isInnerItem = inner.key === undefined;
      // A list may stand as deep as the key above it.
      if (isInnerItem && isItem && token.column === inner.column) items++;
      else if (token.column < inner.column || (isInnerItem && !isItem && token.column === inner.column)) {
        if (isInnerItem) parents[parents.length - 1] = { ...inner, index: items };
        items = 0;
        inner = { ...token, line: i };
        parents.push(inner);
      }
    }
  }
  return parents;
}

function pathOf(parents: readonly Parent[]): readonly (string | number)[] {
  return parents.map((p) => p.key ?? p.index ?? 0).reverse();
}

/** Keys of the same depth above and below, up to where the mapping begins and ends. */
function siblingsOf(lines: readonly string[], at: number, column: number): readonly string[] {
  const found: string[] = [];
  for (const step of [-1, 1]) {
    if (step < 0 && tokensOf(lines[at] ?? "").some((t) => t.column < column)) continue;
    for (let i = at + step; i >= 0 && i < lines.length; i += step) {
      const tokens = tokensOf(lines[i] ?? "");
      const key = tokens.find((t) => t.column === column && t.key !== undefined)?.key;
      const isEdge = tokens.some((t) => t.column < column);
      if (key !== undefined && !(isEdge && step > 0)) found.push(key);
      if (isEdge) break;
    }
  }
  return found;
}
