import { isMembers } from "../../../api/semantic.ts";
import { failed, type CaseResult } from "./case-result.ts";
import { contradictionOf } from "./contradictions.ts";
import type { ClusterCase } from "./cluster/cluster-case.ts";
import { KUBECTL_FUNCTIONS, kubectlFunctions, type KubectlVerbs } from "./cluster/kubectl-functions.ts";
import { runClusterCase } from "./cluster/run.ts";
import { runDaemonSetCase } from "./daemonset.ts";
import type { Scenario } from "./daemonset-case.ts";
import { workloadCases, type WorkloadFile } from "./workloads.ts";

/** A case file as it was found. */
export interface CaseFile {
  readonly path: string;
  readonly text: string;
}

export type CaseFormat = "daemonset" | "cluster" | "workloads" | "unknown";

/** A case before it runs. */
export interface Case {
  readonly format: CaseFormat;
  readonly topic: string;
  readonly name: string;
  readonly path: string;
  /** About kubectl: skipped unless its verbs are handed in. */
  readonly needsKubectl: boolean;
  run(): CaseResult;
}

/** A case with its end. */
export interface CaseReport extends Omit<Case, "run" | "needsKubectl"> {
  readonly result: CaseResult;
}

export interface RunOptions {
  /** Topics to run; empty: all. */
  readonly only?: readonly string[];
  /** kubectl's part; without it the cases of kubectl are skipped. */
  readonly kubectl?: KubectlVerbs;
}

/**
 * The cases of a file, in its order. The format is told by the shape, not by the name or the folder; a file that
 * cannot be read, and a case of no known shape, is a case that fails.
 */
export function casesOf({ path, text }: CaseFile, options: Pick<RunOptions, "kubectl"> = {}): Case[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return [unknownCase(path, path, `the file is no JSON: ${messageOf(error)}`)];
  }
  return (Array.isArray(content) ? content : [content]).flatMap((item, i) => caseOf(item, path, i, options.kubectl));
}

function caseOf(item: unknown, path: string, index: number, verbs: KubectlVerbs | undefined): Case[] {
  if (isMembers(item) && typeof item["id"] === "string" && typeof item["type"] === "string") return workloadCases(item as unknown as WorkloadFile, path, verbs);
  if (!isMembers(item) || typeof item["name"] !== "string" || typeof item["topic"] !== "string") {
    return [unknownCase(path, `${path}#${index}`, "the case is of no known format")];
  }
  const { name, topic } = item;
  if (Array.isArray(item["controllers"])) return [{ format: "daemonset", topic, name, path, needsKubectl: false, run: () => runDaemonSetCase(item as unknown as Scenario) }];
  if (typeof item["fn"] === "string" || Array.isArray(item["steps"])) {
    const needsKubectl = KUBECTL_FUNCTIONS.includes(String(item["fn"]));
    return [{ format: "cluster", topic, name, path, needsKubectl, run: () => runClusterCase(item as unknown as ClusterCase, verbs ? kubectlFunctions(verbs) : {}) }];
  }
  return [unknownCase(path, name, "the case is of no known format")];
}

function unknownCase(path: string, name: string, why: string): Case {
  return { format: "unknown", topic: "unknown", name, path, needsKubectl: false, run: () => failed(why) };
}

/** Runs the cases of all files. A case that throws has failed. */
export function runFiles(files: readonly CaseFile[], options: RunOptions = {}): CaseReport[] {
  const only = options.only ?? [];
  const cases = files.flatMap((file) => casesOf(file, options)).filter((c) => only.length === 0 || only.includes(c.topic) || c.format === "unknown");
  return cases.map((c) => ({ format: c.format, topic: c.topic, name: c.name, path: c.path, result: runCase(c) }));
}

/** Runs one case. One that a recording of a real cluster contradicts is not run. */
export function runCase(one: Case): CaseResult {
  const contradiction = contradictionOf(one.topic, one.name);
  if (contradiction) return { outcome: "skipped", why: `contradicted by a recording: ${contradiction}` };
  try {
    return one.run();
  } catch (error) {
    return failed(messageOf(error));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
