import { get, list, patch, type KubeList } from "../../api/request.ts";
import { NODES } from "../../api/resources.ts";
import type { Node } from "../../api/types/node.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { resourceNamed } from "../kubectl/resources.ts";
import type { Arguments, Process, Verb } from "../kubectl/verb.ts";
import type { Steps } from "../process.ts";
import { changeOptions, outcomeOf, tell, type Outcome } from "./outcome.ts";

const FLAGS: Verb["flags"] = [COMMON_FLAGS.selector, COMMON_FLAGS.dryRun];

/** `kubectl cordon NODE`. Source: kubectl pkg/cmd/drain/drain.go RunCordonOrUncordon (1.36) */
export const cordon: Verb = { name: "cordon", flags: FLAGS, places: ["node"], run: (args) => cordonAll(args, "cordon") };

/** `kubectl uncordon NODE`. */
export const uncordon: Verb = { name: "uncordon", flags: FLAGS, places: ["node"], run: (args) => cordonAll(args, "uncordon") };

function* cordonAll(args: Arguments, command: "cordon" | "uncordon"): Process {
  const outcome = yield* outcomeOf(args);
  for (const node of yield* nodesOf(args, command)) yield* cordonOne(node, command, outcome);
  return 0;
}

/**
 * The nodes that `cordon`, `uncordon` and `drain` name or select. The first that is not there ends the verb.
 * Source: kubectl pkg/cmd/drain/drain.go Complete (1.36)
 */
export function* nodesOf(args: Arguments, command: string): Steps<readonly Node[]> {
  const usage = `\nSee 'kubectl ${command} -h' for help and examples`;
  const labelSelector = args.text("selector");
  if (args.words.length === 0 && !args.has("selector")) fail(`USAGE: ${command} NODE [flags]${usage}`);
  if (args.words.length > 0 && labelSelector) fail(`cannot specify both a node name and a --selector option${usage}`);
  if (args.words.length === 0) return (yield* ask<KubeList<Node>>(list(NODES, undefined, labelSelector ? { labelSelector } : undefined))).items;
  const nodes: Node[] = [];
  for (const word of args.words) nodes.push(yield* ask<Node>(get(NODES, { name: yield* nodeName(word) })));
  return nodes;
}

function* nodeName(word: string): Steps<string> {
  const [type = "", name] = word.split("/");
  if (name === undefined) return type;
  const resource = yield* resourceNamed(type);
  if (resource === NODES) return name;
  return fail(`expected resource of type node, got "${[resource.group, resource.version].filter(Boolean).join("/")}, Resource=${resource.plural}"`);
}

/** Marks one node, where it is not marked so already, and tells it. */
export function* cordonOne(node: Node, command: "cordon" | "uncordon", outcome: Outcome): Steps<void> {
  const isCordoned = node.spec.unschedulable === true;
  const wanted = command === "cordon";
  if (wanted !== isCordoned && outcome.dryRun !== "client") {
    yield* ask(patch(NODES, node.metadata, { spec: { unschedulable: wanted ? true : null } }, changeOptions(outcome, { patchType: "strategic" })));
  }
  yield* tell({ resource: NODES, object: node }, cordonWord(isCordoned, command), outcome);
}

/** What `cordon` and `uncordon` say about a node. */
export function cordonWord(isCordoned: boolean, command: "cordon" | "uncordon"): string {
  return `${(command === "cordon") === isCordoned ? "already " : ""}${command}ed`;
}
