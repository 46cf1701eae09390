import { beforeEach, expect, test } from "vitest";
import type { Frame } from "../../api/frame.ts";
import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import type { ClusterLink, Mark } from "../../api/timeline.ts";
import { createSession } from "../session.ts";
import { useUi } from "../store.ts";
import { hasChanged, redo, undo } from "./undo.ts";

const TAINT: KubeRequest = { verb: "patch", resource: "nodes", name: "node-3" };
const CORDON: KubeRequest = { verb: "patch", resource: "nodes", name: "node-2" };
const REFUSED: KubeRequest = { verb: "delete", resource: "nodes", name: "node-9" };

/** A wire to something that has only a list of what was done; a moment is the list of then. */
function openSession() {
  let done: readonly string[] = [];
  const moments: (readonly string[])[] = [];
  const runs: string[] = [];
  const frame = (): Frame => ({ nowMs: done.length, resourceVersion: 1, changed: [], removed: [], eligibility: [], decisions: [], reset: true, behind: false, endMs: done.length });
  const mark = (): Mark => {
    const key = done.join();
    if (!runs.includes(key)) runs.push(key);
    return { id: moments.push(done) - 1, run: runs.indexOf(key) };
  };
  const link: ClusterLink = {
    send: <Out>(r: KubeRequest) => {
      if (r.verb === "patch") done = [...done, `${r.name ?? ""}`];
      return Promise.resolve((r.verb === "delete" ? { ok: false, status: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code: 404 } } : { ok: true, code: 200, body: { items: [] } }) as KubeResponse<Out>);
    },
    open: () => Promise.resolve(frame()), advance: () => Promise.resolve(frame()), seek: () => Promise.resolve(frame()),
    inspect: () => Promise.reject(new Error("not asked here")), causes: () => Promise.resolve([]), exportLog: () => Promise.reject(new Error("not asked here")),
    preview: () => Promise.resolve(undefined), previewOn: () => Promise.resolve(undefined), mark: () => Promise.resolve(mark()),
    goTo: ({ id }) => {
      done = moments[id]!;
      return Promise.resolve(frame());
    },
    changes: (_, since) => Promise.resolve({ events: [], resourceVersion: since }), onCrash: () => undefined,
  };
  return { session: createSession(link, { title: "test", log: { engineVersion: "0", seed: 1, setup: [], inputs: [] }, at: "settled" }), now: () => done };
}

const said = () => useUi.getState().toast;

beforeEach(() => useUi.setState({ toast: undefined, ran: undefined, isPlaying: false, isPaused: true }));

test("takes back one thing after the other, and does them again in their order", async () => {
  const { session, now } = openSession();
  await session.send(TAINT, { title: "kubectl taint nodes node-3 a=b:NoSchedule" });
  await session.send(CORDON);
  // Pressed twice at once they follow each other.
  await Promise.all([undo(session), undo(session)]);
  expect(now()).toEqual([]);
  expect(said()).toBe("Undone: kubectl taint nodes node-3 a=b:NoSchedule");
  await redo(session);
  await redo(session);
  expect(now()).toEqual(["node-3", "node-2"]);
  expect(said()).toBe("Done again: patch nodes/node-2");
  await redo(session);
  expect(said()).toBe("There is nothing to do again.");
});

test("the requests of one act are undone together, and what was refused is passed over", async () => {
  const { session, now } = openSession();
  const act = { title: "kubectl apply -f manifest.yaml" };
  await session.send(TAINT, act);
  await session.send(CORDON, act);
  await session.send(REFUSED);
  await undo(session);
  expect(now()).toEqual([]);
  expect(said()).toBe("Undone: kubectl apply -f manifest.yaml");
  await undo(session);
  expect(said()).toBe("There is nothing to undo.");
});

test("only what changed something counts as a change, and only if it was the last", async () => {
  const { session } = openSession();
  expect(await hasChanged(session)).toBe(false);
  await session.send(TAINT);
  expect(await hasChanged(session)).toBe(true);
  await session.send(REFUSED);
  expect(await hasChanged(session)).toBe(false);
});

test("what was undone cannot be done again once something else has been done", async () => {
  const { session, now } = openSession();
  await session.send(TAINT);
  await undo(session);
  await session.send(CORDON);
  await redo(session);
  expect(now()).toEqual(["node-2"]);
  expect(said()).toBe("There is nothing to do again.");
});
