/** A run of lines, both ends included, counted from 0. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The lines of block-style YAML that an API path names: `spec.taints[0]`, `metadata.labels['a/b']`.
 * @returns undefined if it is not (or no longer) there
 */
export function linesOfPath(lines: readonly string[], path: string): LineRange | undefined {
  let range: LineRange = { from: 0, to: lines.length - 1 };
  let isInside = false;
  for (const segment of segmentsOf(path)) {
    const next = typeof segment === "number" ? itemOf(lines, range, segment, isInside) : memberOf(lines, range, segment, isInside);
    if (!next) return undefined;
    range = next;
    isInside = true;
  }
  return isInside ? range : undefined;
}

/** Names and indexes of a path. */
export function segmentsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map((m) => (m[3] === undefined ? (m[1] ?? m[2] ?? m[4] ?? "") : Number(m[3])));
}

/** The line `key:` at the outermost depth of the range, with everything below it. */
function memberOf(lines: readonly string[], range: LineRange, key: string, isInside: boolean): LineRange | undefined {
  const start = isInside && !isItem(lines[range.from]) ? range.from + 1 : range.from;
  const depth = depthOf(lines, start, range.to);
  for (let i = start; i <= range.to; i++) {
    const line = lines[i] ?? "";
    if (columnOf(line) !== depth) continue;
    const text = line.slice(depth);
    if (text.startsWith(`${key}:`) || text.startsWith(`"${key}":`)) return { from: i, to: endOf(lines, i, range.to, depth) };
  }
  return undefined;
}

/** The n-th `- ` of a list, whose dashes may stand as deep as the key above them. */
function itemOf(lines: readonly string[], range: LineRange, index: number, isInside: boolean): LineRange | undefined {
  const start = isInside ? range.from + 1 : range.from;
  const dash = dashOf(lines[start]);
  if (dash === undefined) return undefined;
  let seen = -1;
  for (let i = start; i <= range.to; i++) {
    if (dashOf(lines[i]) !== dash) continue;
    seen++;
    if (seen !== index) continue;
    let to = i;
    while (to < range.to && dashOf(lines[to + 1]) !== dash) to++;
    return { from: i, to };
  }
  return undefined;
}

function endOf(lines: readonly string[], from: number, last: number, depth: number): number {
  let to = from;
  while (to < last) {
    const next = lines[to + 1] ?? "";
    const isDeeper = columnOf(next) > depth && indentOf(next) >= depth;
    const isOwnItem = dashOf(next) === depth && columnOf(lines[from] ?? "") === indentOf(lines[from] ?? "");
    if (!isDeeper && !isOwnItem) break;
    to++;
  }
  return to;
}

function depthOf(lines: readonly string[], from: number, to: number): number {
  let depth = Infinity;
  for (let i = from; i <= to; i++) depth = Math.min(depth, columnOf(lines[i] ?? ""));
  return depth;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isItem = (line: string | undefined): boolean => line?.trimStart().startsWith("- ") ?? false;
/** Where the dash of a list item stands; undefined for other lines. */
const dashOf = (line: string | undefined): number | undefined => (line !== undefined && isItem(line) ? indentOf(line) : undefined);

/** Where the key of a line begins: behind the dashes of list items. */
function columnOf(line: string): number {
  return (/^ *(?:- +)*/.exec(line)?.[0] ?? "").length;
}
