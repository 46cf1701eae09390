const CONTEXT = 3;

interface Edit { readonly kind: " " | "-" | "+"; readonly line: string }

/**
 * Hunks of a unified diff with three lines of context, without file names. Empty for equal texts.
 * Each line ends with a line feed.
 */
export function unifiedDiff(before: readonly string[], after: readonly string[]): string {
  const edits = editsBetween(before, after);
  return hunks(edits).map(([from, to]) => hunk(edits, from, to)).join("");
}

/** Ranges of edits that are changed, each with its context; near ones are one. */
function hunks(edits: readonly Edit[]): readonly (readonly [from: number, to: number])[] {
  const ranges: [number, number][] = [];
  edits.forEach((edit, i) => {
    if (edit.kind === " ") return;
    const [from, to] = [Math.max(0, i - CONTEXT), Math.min(edits.length, i + 1 + CONTEXT)];
    const last = ranges[ranges.length - 1];
    if (last && from <= last[1]) last[1] = to;
    else ranges.push([from, to]);
  });
  return ranges;
}

function hunk(edits: readonly Edit[], from: number, to: number): string {
  const count = (list: readonly Edit[], side: "-" | "+") => list.filter((e) => e.kind === " " || e.kind === side).length;
  const before = edits.slice(0, from);
  const part = edits.slice(from, to);
  const range = (side: "-" | "+") => `${count(before, side) + 1},${count(part, side)}`;
  return `@@ -${range("-")} +${range("+")} @@\n${part.map((e) => `${e.kind}${e.line}\n`).join("")}`;
}

/** By the longest common subsequence; deletions come before insertions. */
function editsBetween(a: readonly string[], b: readonly string[]): readonly Edit[] {
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const here = i * width + j;
      common[here] = a[i] === b[j] ? common[here + width + 1]! + 1 : Math.max(common[here + width]!, common[here + 1]!);
    }
  }
  const edits: Edit[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ kind: " ", line: a[i]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      edits.push({ kind: "-", line: a[i++]! });
    } else {
      edits.push({ kind: "+", line: b[j++]! });
    }
  }
  return edits;
}
