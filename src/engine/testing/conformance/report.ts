import type { CaseReport } from "./runner.ts";

interface Count { readonly format: string; readonly topic: string; passed: number; failed: number; skipped: number }

/** The whole report: a table by topic, every failure with what was expected and what came, and the sums as the last line. */
export function reportText(reports: readonly CaseReport[]): string {
  const counts = countsOf(reports);
  const table = [["format", "topic", "passed", "failed", "skipped"], ...counts.map((c) => [c.format, c.topic, `${c.passed}`, `${c.failed}`, `${c.skipped}`])];
  return [...aligned(table), ...failureLines(reports), ...skipLines(reports), "", sums(counts)].join("\n");
}

export function hasFailures(reports: readonly CaseReport[]): boolean {
  return reports.some((r) => r.result.outcome === "failed");
}

function countsOf(reports: readonly CaseReport[]): Count[] {
  const counts = new Map<string, Count>();
  for (const { format, topic, result } of reports) {
    const key = `${format}/${topic}`;
    let count = counts.get(key);
    if (!count) counts.set(key, (count = { format, topic, passed: 0, failed: 0, skipped: 0 }));
    count[result.outcome]++;
  }
  return [...counts.values()].sort((a, b) => (`${a.format}/${a.topic}` < `${b.format}/${b.topic}` ? -1 : 1));
}

function sums(counts: readonly Count[]): string {
  const sum = (outcome: "passed" | "failed" | "skipped") => counts.reduce((n, c) => n + c[outcome], 0);
  return `${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`;
}

/** Text to the left, numbers to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) => row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ").trimEnd());
}

function failureLines(reports: readonly CaseReport[]): string[] {
  return reports.flatMap(({ topic, name, path, result }) =>
    (result.outcome === "failed" ? ["", `FAILED ${topic}: ${name} (${path})`, ...result.failures.map((line) => `  ${line}`)] : []));
}

/** Skipped cases by reason. */
function skipLines(reports: readonly CaseReport[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { topic, name, result } of reports) {
    if (result.outcome === "skipped") byReason.set(result.why, [...(byReason.get(result.why) ?? []), name.startsWith(`${topic}/`) ? name : `${topic}: ${name}`]);
  }
  return [...byReason].flatMap(([why, names]) => ["", `skipped: ${why}`, ...names.map((name) => `  ${name}`)]);
}
