import { runLine, type ClusterToRunOn, type Ran, type RunOptions } from "./run-on-cluster.ts";

/**
 * Runs the kubectl lines of a story and tells it again: `$ kubectl …`, what is printed, `[stderr]` and what is printed
 * there, `[exit N]`. A test expects the same text, which was recorded with the real kubectl on such a cluster.
 */
export function retold(cluster: ClusterToRunOn, story: string, options: RunOptions = {}): string {
  const lines = [...story.matchAll(/^\$ kubectl.*$/gm)].map(([line]) => line);
  return lines.map((line) => told(line, runLine(cluster, wordsOf(line).slice(2), options))).join("");
}

function told(line: string, { stdout, stderr, status }: Ran): string {
  return withoutChance(`${line}\n${stdout}${stderr === "" ? "" : `[stderr]\n${stderr}`}[exit ${status}]\n`);
}

/** Names as controllers make them up: `agent-xxxxx`, `web-HASH-xxxxx`. */
export function withoutChance(text: string): string {
  return text.replace(/\b(web)-[0-9a-z]{8,10}(?=\b)/g, "$1-HASH").replace(/\b(agent|web-HASH)-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, "$1-xxxxx").replace(/(pod-template-hash=)\S+/g, "$1HASH").replace(/"[0-9a-f]{64}"/g, '"<id>"');
}

/** Words of a line without expansions: quotes hold together. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:[^\s'"]+|'[^']*'|"[^"]*")+/g)].map(([word]) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ""));
}
