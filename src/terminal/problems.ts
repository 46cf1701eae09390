import type { Status } from "../api/status.ts";
import { serverErrorText } from "./kubectl/errors.ts";
import { KubectlError } from "./kubectl/verb.ts";

/** What went wrong with one of several objects: the server's answer, or kubectl's own words (without `error: `). */
export type Problem = { readonly status: Status } | { readonly text: string } | { readonly all: readonly Problem[] };

/** The server's answer about an object of a file: `error when creating "x.yaml": …`. */
export function aboutFile(status: Status, doing: string, source: string): Problem {
  return { status: { ...status, message: `error when ${doing} ${JSON.stringify(source)}: ${status.message ?? ""}` } };
}

/**
 * Ends the verb if anything went wrong. One problem is told at length, several take a line each, without `error: `.
 * Source: kubectl pkg/cmd/util/helpers.go checkErr, MultipleErrors (1.36)
 */
export function throwProblems(problems: readonly Problem[], exitStatus = 1): void {
  const [first, ...others] = problems;
  if (!first) return;
  if (others.length === 0 && "all" in first) return throwProblems(first.all, exitStatus);
  throw new KubectlError(others.length === 0 ? loneText(first) : problems.map((problem) => `${lineOf(problem)}\n`).join(""), exitStatus);
}

function loneText(problem: Problem): string {
  if ("status" in problem) return serverErrorText(problem.status);
  return `error: ${lineOf(problem)}`;
}

function lineOf(problem: Problem): string {
  if ("text" in problem) return problem.text;
  if ("status" in problem) {
    const { reason, message = "" } = problem.status;
    return `Error from server${reason ? ` (${reason})` : ""}: ${message}`;
  }
  const [only, ...others] = problem.all;
  if (only && others.length === 0) return lineOf(only);
  return `[${problem.all.map(lineOf).join(", ")}]`;
}
