import type { Ran } from "../support/kubectl.ts";
import { sortLines, unorderedDrain } from "../support/normalise.ts";

interface Rule {
  /** What of it cannot be the same on both sides, and why. */
  readonly why: string;
  /** Lines it is for; absent: all. */
  readonly lines?: RegExp;
  readonly replace: (text: string, url: string) => string;
}

const SEVERAL_LOGS = /^logs .*(?:-l|--all-pods|--all-containers|ds\/)/;

/** Everything that is made equal before the two are compared. Nothing else is. */
const RULES: readonly Rule[] = [
  {
    why: "the page's cluster has no address that one could connect to; the server of the test has another port each time",
    replace: (text, url) => text.replaceAll(url, "https://cluster.playground.local:6443"),
  },
  {
    why: "the server of the test has no TLS, and its kubeconfig says so",
    lines: /^config view/,
    replace: (text) => text.replace(/^ *insecure-skip-tls-verify: true\n/m, "").replace(/,\n *"insecure-skip-tls-verify": true/, ""),
  },
  {
    why: "kubectl keeps the logs of several containers in a Go map, whose order is another one each time",
    lines: SEVERAL_LOGS,
    replace: sortLines,
  },
  {
    why: "the page's help is shorter: what a command is for, its flags and the commands below it",
    lines: /^(?:top|rollout|config|set|options|config use-context|config set-context a b|create|create secret)$/,
    replace: (text) => text.replace(/^[^]*(?:^Usage:|^The following options can be passed)[^]*$/m, ""),
  },
  {
    why: "pods are evicted side by side, and Go keeps in a map what it warns of and what it refuses",
    lines: /^drain/,
    replace: unorderedDrain,
  },
  {
    why: "kubectl keeps labels, and the keys of a ConfigMap or Secret, in a Go map, whose order is another one each time",
    lines: /^(?:label|annotate) .*--list|^set env .*--from/,
    replace: sortLines,
  },
  {
    why: "the file to which an edit is saved gets a name of its own",
    lines: /edit /,
    replace: (text) => text.replace(/kubectl-edit-\d+\./g, "kubectl-edit-NUMBER."),
  },
  {
    why: "diff writes both sides to folders with names of their own, now",
    lines: /^diff/,
    replace: (text) => text.replace(/(LIVE|MERGED)-\d+/g, "$1-NUMBER").replace(/\t\d{4}-\d\d-\d\d [\d:.]+ \+0000$/gm, "\tTIME"),
  },
  {
    why: "lines of kubectl's own log: they begin with the time and the number of the process",
    replace: (text) => text.replace(/^[IWE]\d{4} [\d:.]+ +\d+ .*\n/gm, ""),
  },
  {
    why: "kubectl tells how old an event is when it comes, by the real clock, while the cluster's time passes at another pace",
    lines: /^\[\d+s\] events/,
    replace: (text) => text.replace(/^\S+ +/gm, "AGE "),
  },
  {
    why: "what the clock said when a rollout was restarted",
    lines: /^rollout restart/,
    replace: (text) => text.replace(/(restartedAt\W+)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "$1TIME"),
  },
];

/** What a side said, without what must differ. */
export function comparable(line: string, { stdout, stderr, exitCode }: Ran, url: string): Ran {
  // Of several containers the first that fails ends the command; which that is, and which others come before it, is chance.
  if (exitCode !== 0 && SEVERAL_LOGS.test(line)) return comparable("", { stdout: "", stderr: stderr.replace(/(?<=\/containerLogs\/[^/]+\/)[^/]+/g, "POD"), exitCode }, url);
  const rules = RULES.filter((rule) => rule.lines?.test(line) ?? true);
  const equal = (text: string) => rules.reduce((t, rule) => rule.replace(t, url), text);
  return { stdout: equal(stdout), stderr: equal(stderr), exitCode };
}

/** An object as text, without what must differ. */
export function comparableObject(line: string, text: string): string {
  return comparable(line, { stdout: text, stderr: "", exitCode: 0 }, "http://nowhere").stdout;
}
