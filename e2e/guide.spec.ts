import { expect, test } from "@playwright/test";
import { act, chips, feed, node, numbers, numbersText, open, walk } from "./support/page.ts";
import { availableRevisions, changesOf, expectAtMostOneLivePod, expectInOrder, isLive, nodeIn, podsIn, unavailableNodes } from "./support/story.ts";
import { picture, states, watch } from "./support/watch.ts";
import type { State } from "./support/watch.ts";

// The diagrams of the guide, each watched from decision to decision: what is asserted holds in every state of the
// picture, not only in the last one.

/** Names of the pods by node: two equal ones mean that no pod was replaced. */
function podNames(state: State): readonly string[] {
  return state.nodes.map((n) => `${n.name}: ${n.pods.map((p) => p.name).join()}`);
}

/** What stands in a node's tray, as the tray's short history. */
function trayHistory(history: readonly State[], name: string): readonly string[] {
  return changesOf(history.map((state) => {
    const seen = nodeIn(state, name);
    if (!seen) return "no tray";
    const slots = [...seen.pods.map((p) => p.state), ...seen.ghosts.map((g) => (g.includes(" is missing on ") ? "missing" : "not wanted"))];
    return slots.join(" + ");
  }));
}

test.describe("what a DaemonSet is", () => {
  test("every eligible node gets exactly one pod, and never two", async ({ page }) => {
    await open(page, "at=0s");
    await watch(page);
    await walk(page);

    const history = await states(page);
    expectAtMostOneLivePod(history);
    expect(numbersText(history.at(-1)?.sets["node-logger"])).toBe("3 3 3 3 3 0");
    for (const name of ["node-1", "node-2", "node-3"]) {
      expect(trayHistory(history, name).at(-1)).toBe("available");
      expectInOrder(trayHistory(history, name), [/^not wanted$/, /^waiting for its node$/, /^starting$/, /^available$/]);
      // A node that is not ready gets none: the pods are made after it.
      for (const state of history) if (nodeIn(state, name)?.ready === false) expect(nodeIn(state, name)?.pods).toEqual([]);
    }
  });

  test("a deleted pod is replaced on its node, after it has stopped", async ({ page }) => {
    await open(page);
    const before = await picture(page);
    const old = nodeIn(before, "node-2")!.pods[0]!;
    await watch(page);
    await act(page, { command: "Delete pod", key: "Delete", on: chips(page, "node-2"), isPlain: true });
    await walk(page);

    const history = await states(page);
    expectAtMostOneLivePod(history);
    expectInOrder(trayHistory(history, "node-2"), [/^available$/, /^terminating/, /waiting for its node|starting/, /^available$/]);
    const after = history.at(-1)!;
    expect(nodeIn(after, "node-2")!.pods[0]!.name).not.toBe(old.name);
    expect(numbersText(after.sets["node-logger"])).toBe("3 3 3 3 3 0");
    for (const name of ["node-1", "node-3"]) expect(nodeIn(after, name)).toEqual(nodeIn(before, name));
  });
});

test.describe("a node joins", () => {
  test("in the guide's order: added, ready, checked, pod created, bound, running", async ({ page }) => {
    await open(page);
    const told = (await feed(page)).length;
    await watch(page);
    await act(page, { command: "Add node", key: "n" });
    await walk(page);

    const history = await states(page);
    const order = [
      /^You created Node node-4\./,
      /^Kubelet reported node-4 as Ready/,
      /^Node controller took node\.kubernetes\.io\/not-ready:NoSchedule off node-4/,
      /^DaemonSet controller found that node-4 should run a pod of node-logger/,
      /^DaemonSet controller created node-logger-\w{5} for node-4/,
      /^Scheduler bound node-logger-\w{5} to node-4/,
      /^Kubelet started container logger of node-logger-\w{5} on node-4/,
    ];
    expectInOrder((await feed(page)).slice(told), order);
    // The same in the line under the picture.
    expectInOrder(changesOf(history.map((s) => s.sentence)), order);

    expectInOrder(trayHistory(history, "node-4"), [/^no tray$/, /^not wanted$/, /^(?:missing|waiting for its node)$/, /^starting$/, /^available$/]);
    for (const state of history) if (nodeIn(state, "node-4")?.ready === false) expect(nodeIn(state, "node-4")?.pods).toEqual([]);
    expectAtMostOneLivePod(history);
    expect(numbersText(history.at(-1)?.sets["node-logger"])).toBe("4 4 4 4 4 0");
    // The others were left alone.
    for (const name of ["node-1", "node-2", "node-3"]) expect(trayHistory(history, name)).toEqual(["available"]);
  });
});

test.describe("taints and tolerations", () => {
  test("an untolerated taint lets the running pod stay, keeps a new one away, and the toleration lets it back", async ({ page }) => {
    await open(page);
    await watch(page);
    await act(page, { command: "Taint", key: "t", on: node(page, "node-3"), fill: { Key: "dedicated", Value: "db", Effect: "NoSchedule" } });
    await walk(page);
    const tainted = await states(page);
    expect(nodeIn(tainted.at(-1)!, "node-3")!.taints).toEqual(["dedicated=db:NoSchedule"]);
    expect(trayHistory(tainted, "node-3"), "the running pod stays").toEqual(["available"]);
    expect(nodeIn(tainted.at(-1)!, "node-3")!.pods[0]!.misscheduled).toBe(true);
    // The controller looks at the set again only when there is something to do, as the real one: its numbers are old.
    expect(numbersText(tainted.at(-1)!.sets["node-logger"])).toBe("3 3 3 3 3 0");

    await act(page, { command: "Delete pod", key: "Delete", on: chips(page, "node-3"), isPlain: true });
    await walk(page);
    const deleted = (await states(page)).slice(tainted.length);
    expect(deleted.some((s) => s.sets["node-logger"]?.misscheduled === 1), "counted as misscheduled once synced").toBe(true);
    expect(trayHistory(deleted, "node-3"), "it does not come back").toEqual(["terminating", "not wanted"]);
    expect(nodeIn(deleted.at(-1)!, "node-3")!.ghosts[0]).toContain("no toleration for the taint dedicated=db:NoSchedule");
    expect(numbersText(deleted.at(-1)!.sets["node-logger"])).toBe("2 2 2 2 2 0");

    const soFar = tainted.length + deleted.length;
    await act(page, { command: "Edit tolerations", key: "o", fill: { Tolerations: "node-role.kubernetes.io/control-plane:NoSchedule\ndedicated=db:NoSchedule" } });
    await walk(page);
    const tolerated = (await states(page)).slice(soFar);
    expectInOrder(trayHistory(tolerated, "node-3"), [/not wanted|missing/, /^waiting for its node$/, /^starting$/, /^available$/]);
    expect(numbersText(tolerated.at(-1)!.sets["node-logger"])).toBe("3 3 3 3 3 0");
    expectAtMostOneLivePod(await states(page));
  });

  test("NoExecute drives the running pod away", async ({ page }) => {
    await open(page);
    await watch(page);
    await act(page, { command: "Taint", key: "t", on: node(page, "node-3"), fill: { Key: "maintenance", Value: "", Effect: "NoExecute" } });
    await walk(page);
    const history = await states(page);
    expectInOrder(trayHistory(history, "node-3"), [/^available$/, /^terminating$/, /^not wanted$/]);
    expect(trayHistory(history, "node-3").at(-1)).toBe("not wanted");
    expect(numbersText(history.at(-1)!.sets["node-logger"])).toBe("2 2 2 2 2 0");
  });
});

test.describe("nodeSelector", () => {
  test("only nodes with the label have a pod, and the pod follows the label", async ({ page }) => {
    await open(page);
    await watch(page);
    await act(page, { command: "Set nodeSelector", fill: { nodeSelector: "disk=ssd" } });
    await walk(page);
    const selected = await picture(page);
    expect(selected.nodes.filter((n) => n.pods.length > 0).map((n) => n.name)).toEqual(["node-2"]);
    expect(numbersText(selected.sets["node-logger"])).toBe("1 1 1 1 1 0");
    for (const name of ["node-1", "node-3"]) expect(nodeIn(selected, name)!.ghosts[0]).toContain("not wanted");

    await act(page, { command: "Label", key: "l", on: node(page, "node-3"), fill: { Labels: "disk=ssd" } });
    await walk(page);
    const labelled = await picture(page);
    expect(labelled.nodes.filter((n) => n.pods.length > 0).map((n) => n.name)).toEqual(["node-2", "node-3"]);

    await act(page, { command: "Label", key: "l", on: node(page, "node-2"), fill: { Labels: "disk=hdd" } });
    await walk(page);
    const moved = await picture(page);
    expect(moved.nodes.filter((n) => n.pods.length > 0).map((n) => n.name)).toEqual(["node-3"]);
    expect(numbersText(moved.sets["node-logger"])).toBe("1 1 1 1 1 0");
    expectAtMostOneLivePod(await states(page));
  });
});

test.describe("RollingUpdate", () => {
  const cases = [
    { maxUnavailable: "1", nodes: 3, limit: 1 },
    { maxUnavailable: "50%", nodes: 4, limit: 2 },
  ];
  for (const { maxUnavailable, nodes, limit } of cases) {
    test(`with maxUnavailable ${maxUnavailable} of ${nodes} nodes never more than ${limit} without a pod, from all old to all new`, async ({ page }) => {
      await open(page, `nodes=${nodes}`);
      // 1 is what a DaemonSet has by default.
      if (maxUnavailable !== "1") await act(page, { command: "Change update strategy", key: "s", fill: { Type: "RollingUpdate", maxUnavailable } });
      await expect(page.getByText(`maxUnavailable ${maxUnavailable}`)).toBeVisible();
      await watch(page);
      await act(page, { command: "Update image", key: "u" });
      await walk(page);

      const history = await states(page);
      for (const state of history) expect(unavailableNodes(state).length, `at ${state.atMs} ms: ${state.sentence}`).toBeLessThanOrEqual(limit);
      expect(Math.max(...history.map((s) => unavailableNodes(s).length)), "the budget is used").toBe(limit);
      expectAtMostOneLivePod(history);

      const mixes = changesOf(history.map(availableRevisions));
      const old = Array.from({ length: nodes }, () => "A").join(" ");
      expect(mixes[0]).toBe(old);
      expect(mixes.at(-1)).toBe(old.replaceAll("A", "B"));
      expect(mixes.some((mix) => mix.includes("A") && mix.includes("B")), `old and new side by side in ${mixes.join(", ")}`).toBe(true);
      if (limit === 1) for (const mix of ["A A A", "A A B", "A B B", "B B B"]) expect(mixes).toContain(mix);
      expect(numbersText(history.at(-1)!.sets["node-logger"])).toBe(`${nodes} ${nodes} ${nodes} ${nodes} ${nodes} 0`);
    });
  }

  test("a bad image stops the rollout after one node, and the rollback heals it without touching the others", async ({ page }) => {
    await open(page);
    const before = podsIn(await picture(page)).map((p) => p.name);
    await watch(page);
    await act(page, { command: "Update image", key: "u", fill: { Version: "A tag that does not exist" } });
    await walk(page);

    const broken = await states(page);
    for (const state of broken) expect(unavailableNodes(state).length, `at ${state.atMs} ms: ${state.sentence}`).toBeLessThanOrEqual(1);
    const stuck = broken.at(-1)!;
    expect(numbersText(stuck.sets["node-logger"])).toBe("3 3 2 1 2 0");
    const failing = podsIn(stuck).filter((p) => p.state === "failing");
    expect(failing.map((p) => p.status).join()).toMatch(/^(?:ErrImagePull|ImagePullBackOff)$/);
    const survivors = podsIn(stuck).filter((p) => p.state === "available").map((p) => p.name);
    expect(before).toEqual(expect.arrayContaining(survivors));
    expect(survivors).toHaveLength(2);
    expect((await feed(page)).join("\n")).toMatch(/DaemonSet controller waits before it updates 2 more nodes: maxUnavailable is 1/);

    await act(page, { command: "Roll back", key: "b" });
    await walk(page);
    const healed = await states(page);
    for (const state of healed) expect(podsIn(state).filter((p) => survivors.includes(p.name)).map((p) => p.state)).toEqual(["available", "available"]);
    expectAtMostOneLivePod(healed);
    expect(availableRevisions(healed.at(-1)!)).toBe("A A A");
    expect(numbersText(healed.at(-1)!.sets["node-logger"])).toBe("3 3 3 3 3 0");
  });
});

test.describe("OnDelete", () => {
  test("changes nothing until a pod is deleted, then only that one", async ({ page }) => {
    await open(page);
    await act(page, { command: "Change update strategy", key: "s", fill: { Type: "OnDelete" } });
    await walk(page);
    const before = podNames(await picture(page));
    await watch(page);
    await act(page, { command: "Update image", key: "u" });
    await walk(page);
    const updated = await states(page);
    for (const state of updated) expect(podNames(state)).toEqual(before);
    expect(numbersText(updated.at(-1)!.sets["node-logger"])).toBe("3 3 3 0 3 0");

    await act(page, { command: "Delete pod", key: "Delete", on: chips(page, "node-2"), isPlain: true });
    await walk(page);
    const history = await states(page);
    for (const state of history) for (const name of ["node-1", "node-3"]) expect(nodeIn(state, name)).toEqual(nodeIn(updated[0]!, name));
    const last = history.at(-1)!;
    expect(nodeIn(last, "node-2")!.pods.map((p) => p.revision)).toEqual(["B"]);
    expect(availableRevisions(last)).toBe("A A B");
    expect(numbersText(last.sets["node-logger"])).toBe("3 3 3 1 3 0");
  });
});

test.describe("a node fails", () => {
  test("nobody notices for about 50 s; then the pod stays, desired drops, and recovery brings all back", async ({ page }) => {
    await open(page);
    const failedAtMs = (await picture(page)).atMs;
    const pod = nodeIn(await picture(page), "node-3")!.pods[0]!.name;
    await watch(page);
    await act(page, { command: "Fail node", key: "f", on: node(page, "node-3"), isPlain: true });
    await walk(page);

    const history = await states(page);
    const noticed = history.find((s) => nodeIn(s, "node-3")?.ready === false)!;
    // The grace period of the node controller is 50 s; it starts at the last lease, at most 10 s before the failure.
    expect(noticed.atMs - failedAtMs).toBeGreaterThanOrEqual(40_000);
    expect(noticed.atMs - failedAtMs).toBeLessThanOrEqual(60_000);
    for (const state of history) {
      expect(nodeIn(state, "node-3")!.pods.map((p) => p.name), "the pod stays").toEqual([pod]);
      if (state.atMs < noticed.atMs) expect(numbersText(state.sets["node-logger"])).toBe("3 3 3 3 3 0");
    }
    const lost = history.at(-1)!;
    expect(nodeIn(lost, "node-3")!.pods[0]).toMatchObject({ state: "unknown, node lost", misscheduled: true });
    expect(nodeIn(lost, "node-3")!.taints).toEqual(expect.arrayContaining(["node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute"]));
    expect(numbersText(await numbers(page))).toBe("2 2 2 2 2 1");

    await act(page, { command: "Recover node", key: "f", on: node(page, "node-3"), isPlain: true });
    await walk(page);
    const back = await picture(page);
    expect(nodeIn(back, "node-3")).toMatchObject({ ready: true, taints: [] });
    expect(nodeIn(back, "node-3")!.pods.filter(isLive)).toMatchObject([{ name: pod, state: "available", misscheduled: false }]);
    expect(numbersText(back.sets["node-logger"])).toBe("3 3 3 3 3 0");
    expectAtMostOneLivePod(await states(page));
  });
});
