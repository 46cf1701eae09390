import { describe, expect, test } from "vitest";
import { contextOf, daemonSetRow, nodeRow, planOf, podRow } from "./fixtures.ts";
import { COMMANDS, commandForKey } from "./list.ts";

const CONTEXTS = [
  contextOf(), contextOf(nodeRow("node-2")), contextOf(podRow("p")), contextOf(daemonSetRow()),
  { nodes: [], pods: [], workloads: [], objects: [], nowMs: 0, faults: [] },
];

test("every command has its own id", () => {
  expect(new Set(COMMANDS.map((c) => c.id)).size).toBe(COMMANDS.length);
});

describe.each(COMMANDS.map((c) => [c.id, c] as const))("%s", (_, command) => {
  test("says in a sentence why it makes no sense, and never throws", () => {
    for (const context of CONTEXTS) {
      const when = command.when(context);
      if (when !== true) expect(when).toMatch(/\S{2,}/);
      const plan = planOf(command, context);
      if (when !== true) continue;
      // An unchanged form may have nothing to do, and then says so at a field.
      if ("error" in plan) expect(command.fields?.(context).map((f) => f.id)).toContain(plan.field);
      else expect(plan.kubectl.some((line) => line.includes("kubectl ")) && plan.requests.length > 0).toBe(true);
    }
  });

  test("names the field of a refused value", () => {
    const named = CONTEXTS.flatMap((context) =>
      (command.fields?.(context) ?? []).map((field) => {
        const plan = planOf(command, context, { [field.id]: "?? ::" });
        return "requests" in plan || plan.field === field.id || command.when(context) !== true ? "right" : `${field.id}: ${plan.field}`;
      }),
    );
    expect(named.filter((n) => n !== "right")).toEqual([]);
  });
});

describe("keys", () => {
  test.each([
    ["n", undefined, "add-node"], ["T", nodeRow("node-2"), "taint-node"], ["c", nodeRow("node-2"), "cordon-node"], ["c", nodeRow("node-2", { unschedulable: true }), "uncordon-node"],
    ["f", nodeRow("node-2"), "fail-node"], ["Delete", nodeRow("node-2"), "remove-node"], ["Delete", podRow("p"), "delete-pod"], ["Delete", daemonSetRow(), "delete-daemonset"], ["u", undefined, "update-image"],
  ])("%s", (key, target, id) => {
    expect(commandForKey(key, contextOf(target))?.id).toBe(id);
  });

  test("Delete never goes on to another kind: the node of a terminating pod stays", () => {
    const context = contextOf(podRow("p", { state: "terminating" }));
    expect(commandForKey("Delete", context)?.id).toBe("delete-pod");
    expect(commandForKey("Delete", context)?.when(context)).toBe("Pod p is terminating already.");
  });

  test("b rolls back, and no single key restarts a rollout", () => {
    expect(commandForKey("b", contextOf())?.id).toBe("rollback");
    expect(commandForKey("r", contextOf())).toBeUndefined();
  });

  test("a key that makes no sense now still answers, with its reason", () => {
    expect(commandForKey("t", contextOf())?.when(contextOf())).toBe("Select a node first.");
    expect(commandForKey("q", contextOf())).toBeUndefined();
  });
});
