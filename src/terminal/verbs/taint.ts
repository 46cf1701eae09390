import { get, list, patch, type KubeList } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { findResource } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type Process, type Verb } from "../kubectl/verb.ts";
import type { Steps } from "../process.ts";
import { editTaints, parseTaintArguments, splitTaintWords, type TaintEdits } from "../taints.ts";
import { attempt, gathered } from "./objects.ts";
import { changeOptions, outcomeOf, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";

const MANAGER = "kubectl-taint";

/** `kubectl taint nodes NODE KEY=VALUE:EFFECT KEY-`. Source: kubectl pkg/cmd/taint/taint.go (1.36) */
export const taint: Verb = {
  name: "taint",
  flags: [...OUTCOME_FLAGS, COMMON_FLAGS.all, COMMON_FLAGS.selector, { name: "overwrite", type: "bool" }, { name: "validate", type: "optional", alone: "strict" }],
  places: [["nodes"], "node"],
  run,
};

function* run(args: Arguments): Process {
  const split = splitTaintWords(args.words);
  if ("error" in split) fail(split.error);
  const [type = "", ...names] = split.resources;
  const outcome = yield* outcomeOf(args);
  if (split.resources.length === 0) fail("one or more resources must be specified as <resource> <name>");
  const edits = parseTaintArguments(split.specs);
  if ("error" in edits) fail(edits.error);
  checkType(type);
  checkFlags(args, names);
  yield* eachNode(args, names, (node) => taintOne(node, edits, args, outcome));
  return 0;
}

function checkType(type: string): void {
  if (findResource(type, [NODES])) return;
  if (type.includes("/")) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
  fail(`invalid resource type ${type}, only node types are supported`);
}

function checkFlags(args: Arguments, names: readonly string[]): void {
  if (args.is("all") && args.text("selector")) fail("setting 'all' parameter with a non empty selector is prohibited");
  if (!args.is("all") && !args.text("selector") && names.length === 0) fail("at least one resource name must be specified since 'all' parameter is not set");
}

function* eachNode(args: Arguments, names: readonly string[], each: (node: Node) => Steps<void>): Steps<void> {
  const failures: KubectlError[] = [];
  const labelSelector = args.text("selector");
  if (args.is("all") || labelSelector) {
    const { items } = yield* ask<KubeList<Node>>(list(NODES, undefined, labelSelector ? { labelSelector } : undefined));
    for (const node of items) yield* attempt(each(node), failures);
  } else {
    for (const name of names) {
      const node = yield* attempt(ask<Node>(get(NODES, { name })), failures);
      if (node) yield* attempt(each(node), failures);
    }
  }
  if (failures.length > 0) throw gathered(failures);
}

function* taintOne(node: Node, edits: TaintEdits, args: Arguments, outcome: Outcome): Steps<void> {
  const edited = editTaints(node.metadata.name, node.spec.taints ?? [], edits, { overwrite: args.is("overwrite") });
  if ("error" in edited) fail(edited.error);
  const taints = edited.taints.length > 0 ? edited.taints : null;
  const fieldManager = args.text("field-manager") ?? MANAGER;
  const request = patch(NODES, node.metadata, { spec: { taints } }, changeOptions(outcome, { patchType: "strategic", fieldManager, fieldValidation: "Strict" }));
  const object = outcome.dryRun === "client" ? { ...node, spec: { ...node.spec, ...(taints ? { taints } : {}) } } : yield* ask<Node>(request);
  // taint is the one verb that does not say that it only tried.
  yield* tell({ resource: NODES, object }, edited.word, { ...outcome, dryRun: "none" });
}
