const CONTEXT = 3;

type Step = { readonly kind: " " | "-" | "+"; readonly line: string };

/**
 * The hunks of `diff -u`: what to take out of one text and put in to make another, with three lines around it.
 * @returns lines that end with a newline; nothing if the texts are equal
 */
export function unifiedHunks(before: string, after: string): string {
  const steps = compacted(stepsBetween(linesOf(before), linesOf(after)));
  const changed = steps.flatMap((step, i) => (step.kind === " " ? [] : [i]));
  const hunks: { from: number; to: number }[] = [];
  for (const at of changed) {
    const last = hunks.at(-1);
    if (last && at - last.to <= 2 * CONTEXT) last.to = at + 1;
    else hunks.push({ from: at, to: at + 1 });
  }
  return hunks.map(({ from, to }) => hunkText(steps, Math.max(0, from - CONTEXT), Math.min(steps.length, to + CONTEXT))).join("");
}

function hunkText(steps: readonly Step[], from: number, to: number): string {
  const count = (list: readonly Step[], kind: "-" | "+") => list.filter((step) => step.kind !== (kind === "-" ? "+" : "-")).length;
  const [earlier, own] = [steps.slice(0, from), steps.slice(from, to)];
  const [old, next] = (["-", "+"] as const).map((kind) => rangeText(count(earlier, kind), count(own, kind)));
  return `@@ -${old} +${next} @@\n${own.map(({ kind, line }) => `${kind}${line}\n`).join("")}`;
}

/** The first line of a range and, if it is not one, how many there are. Nothing stands behind the line before it. */
function rangeText(before: number, size: number): string {
  const first = size === 0 ? before : before + 1;
  return size === 1 ? String(first) : `${first},${size}`;
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

/** The longest common subsequence, with deletions before insertions. */
function stepsBetween(a: readonly string[], b: readonly string[]): readonly Step[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (line: string): Step => ({ kind: " ", line });
  return [...a.slice(0, start).map(same), ...middleSteps(a.slice(start, a.length - end), b.slice(start, b.length - end)), ...a.slice(a.length - end).map(same)];
}

function middleSteps(a: readonly string[], b: readonly string[]): readonly Step[] {
  // lengths[i][j]: of the longest common subsequence of what is left from i and j on.
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ kind: " ", line: a[i++]! });
      j++;
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) steps.push({ kind: "-", line: a[i++]! });
    else steps.push({ kind: "+", line: b[j++]! });
  }
  return steps;
}

/** Lines put in or taken out slide down as far as the same lines follow them, as GNU diff has it. */
function compacted(steps: readonly Step[]): readonly Step[] {
  const out = [...steps];
  for (let end = 1; end < out.length; end++) {
    const kind = out[end - 1]!.kind;
    if (kind === " " || out[end]!.kind !== " ") continue;
    let start = end - 1;
    while (start > 0 && out[start - 1]!.kind === kind) start--;
    const isAlone = start === 0 || out[start - 1]!.kind === " ";
    if (!isAlone || out[start]!.line !== out[end]!.line) continue;
    out[end] = { kind, line: out[start]!.line };
    out[start] = { kind: " ", line: out[start]!.line };
  }
  return out;
}
