import type { Ran } from "../support/kubectl.ts";

interface Rule {
  /** What of it cannot be the same on both sides, and why. */
  readonly why: string;
  /** Lines it is for; absent: all. */
  readonly lines?: RegExp;
  readonly replace: (text: string, url: string) => string;
}

/** Everything that is made equal before the two are compared. Nothing else is. */
const RULES: readonly Rule[] = [
  {
    why: "the page's cluster has no address that one could connect to, the server of the test has another port each time",
    replace: (text, url) => text.replaceAll(url, "https://SERVER").replaceAll(/https:\/\/cluster\.playground\b/g, "https://SERVER"),
  },
];

/** What a side said, without what must differ. */
export function comparable(line: string, { stdout, stderr, exitCode }: Ran, url: string): Ran {
  const rules = RULES.filter((rule) => rule.lines?.test(line) ?? true);
  const equal = (text: string) => rules.reduce((t, rule) => rule.replace(t, url), text);
  return { stdout: equal(stdout), stderr: equal(stderr), exitCode };
}
