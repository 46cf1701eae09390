import { beforeEach, describe, expect, test } from "vitest";
import type { Decision } from "../api/decision.ts";
import type { Frame } from "../api/frame.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { AdvanceOptions, ClusterLink, Crash, RunLog } from "../api/timeline.ts";
import { createSession } from "./session.ts";
import { useUi } from "./store.ts";

const LOG: RunLog = { engineVersion: "0", seed: 1, setup: [], inputs: [] };

function frame(nowMs: number, rest: Partial<Frame> = {}): Frame {
  return { nowMs, resourceVersion: 1, changed: [], removed: [], eligibility: [], decisions: [], reset: false, behind: false, endMs: nowMs, ...rest };
}

function decision(id: number, atMs: number): Decision {
  const object = { kind: "Pod", name: "p" };
  return { id, atMs, actor: "kubelet", object, verdict: "started", rule: "kubelet/started", evidence: [], text: "started `p`", source: "" };
}

/** A wire whose answers the test gives, in the order in which it was asked. */
function openSession() {
  const asked: string[] = [];
  const answers: ((frame: Frame) => void)[] = [];
  let crash: (crash: Crash) => void = () => undefined;
  const ask = (what: string) => {
    asked.push(what);
    return new Promise<Frame>((resolve) => { answers.push(resolve); });
  };
  const link: ClusterLink = {
    send: <Out>(r: KubeRequest) => Promise.resolve(
      (r.verb === "patch" ? { ok: true, code: 200, body: {} } : { ok: false, status: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code: 404 } }) as KubeResponse<Out>),
    open: (o) => ask(`open ${o.log.inputs.length} ${o.at}`),
    advance: (o: AdvanceOptions) => ask(`advance ${o.toMs}${o.untilDecision ? " until a decision" : ""}`),
    seek: (to) => ask(`seek ${to}`),
    inspect: () => Promise.reject(new Error("not asked here")),
    causes: () => Promise.resolve([]),
    exportLog: () => Promise.resolve(LOG),
    preview: () => Promise.resolve(undefined), previewOn: () => Promise.resolve(undefined),
    mark: () => Promise.resolve({ id: 1, run: 1 }),
    goTo: () => ask("goTo"),
    changes: (_, since) => Promise.resolve({ events: [], resourceVersion: since }),
    onCrash: (listener) => { crash = listener; },
  };
  const session = createSession(link, { title: "test", log: LOG, at: "settled" });
  const settle = () => new Promise((resolve) => { setTimeout(resolve, 0); });
  async function answer(f: Frame): Promise<void> {
    await settle();
    answers.shift()?.(f);
    await settle();
  }
  return { session, asked, answer, settle, crash: (c: Crash) => crash(c) };
}

beforeEach(() => useUi.setState({ isPlaying: true, isPaused: false, pace: "story", toast: undefined, ran: undefined }));

describe("a session", () => {
  test("opens its scenario and shows the first frame's time", async () => {
    const { session, asked, answer } = openSession();
    await answer(frame(5000));
    expect(asked).toEqual(["open 0 settled"]);
    expect(session.clock.getState()).toMatchObject({ nowMs: 5000, isOpen: true, isAtRest: true });
  });

  test("is not at rest while something notable is due, or while the run is told again", async () => {
    const { session, answer } = openSession();
    await answer(frame(5000, { nextNotableAtMs: 6000 }));
    expect(session.clock.getState().isAtRest).toBe(false);
    session.seek(1000);
    await answer(frame(1000, { endMs: 5000 }));
    expect(session.clock.getState().isAtRest).toBe(false);
  });

  test("steps from moment to moment until something was decided", async () => {
    const { session, asked, answer } = openSession();
    await answer(frame(0, { nextNotableAtMs: 10 }));
    session.step();
    await answer(frame(10, { nextNotableAtMs: 25 }));
    await answer(frame(25, { nextNotableAtMs: 40, decisions: [decision(1, 25)] }));
    expect(asked.slice(1)).toEqual(["advance 10 until a decision", "advance 25 until a decision"]);
    expect(useUi.getState().isPlaying).toBe(false);
  });

  test("says that nothing is left instead of stepping into empty time", async () => {
    const { session, asked, answer } = openSession();
    await answer(frame(5000));
    session.step();
    expect(asked).toEqual(["open 0 settled"]);
    expect(useUi.getState().toast).toMatch(/Nothing is left/);
  });

  test("tells two decisions of one moment in two steps", async () => {
    const { session, asked, answer } = openSession();
    await answer(frame(0, { nextNotableAtMs: 10 }));
    session.step();
    await answer(frame(10, { decisions: [decision(1, 10), decision(2, 10)] }));
    expect(session.mirror.telling.told?.id).toBe(1);
    expect(session.clock.getState().isAtRest).toBe(false);
    session.step();
    expect(session.mirror.telling.told?.id).toBe(2);
    expect(session.clock.getState().isAtRest).toBe(true);
    expect(asked.slice(1)).toEqual(["advance 10 until a decision"]);
  });

  test("at rest with a repetition pending, a step goes to it and Play runs after it", async () => {
    const { session, asked, answer, settle } = openSession();
    await answer(frame(5000, { nextAtMs: 85_000, nextBy: "kubelets" }));
    expect(session.clock.getState()).toMatchObject({ isAtRest: true, next: { atMs: 85_000, by: "kubelets" } });
    session.togglePlaying();
    expect(session.clock.getState().isAtRest).toBe(false);
    expect(session.notableAtMs()).toBe(85_000);
    session.step();
    await settle();
    expect(asked.at(-1)).toBe("advance 85000 until a decision");
    expect(useUi.getState().toast).toBeUndefined();
  });

  test("a command lets time run on after a step or a jump, but not after Pause", async () => {
    const { session, answer } = openSession();
    await answer(frame(5000, { nextNotableAtMs: 6000 }));
    const command: KubeRequest = { verb: "patch", resource: "nodes", name: "node-1" };
    session.seek(1000);
    expect(useUi.getState().isPlaying).toBe(false);
    await session.send(command);
    expect(useUi.getState().isPlaying).toBe(true);
    session.togglePlaying();
    await session.send(command);
    expect(useUi.getState()).toMatchObject({ isPlaying: false, isPaused: true });
    session.togglePlaying();
    expect(useUi.getState()).toMatchObject({ isPlaying: true, isPaused: false });
  });

  test("a read, or a command that is refused, lets nothing run", async () => {
    const { session, answer } = openSession();
    await answer(frame(5000, { nextNotableAtMs: 6000 }));
    session.step();
    await session.send({ verb: "delete", resource: "pods", name: "p" });
    expect(useUi.getState().isPlaying).toBe(false);
  });

  test("the start is the moment before the first thing that was done", async () => {
    const { session, asked, answer, settle } = openSession();
    await answer(frame(5000));
    session.restart();
    await settle();
    expect(asked.at(-1)).toBe("seek 4999");
  });

  test("a jump empties the place of the last command", async () => {
    const { session, answer } = openSession();
    await answer(frame(5000));
    useUi.setState({ ran: { title: "x", kubectl: ["kubectl x"], requests: [], warnings: [] } });
    session.seek(1000);
    expect(useUi.getState().ran).toBeUndefined();
  });

  test("asks only for the newest moment while the knob is dragged", async () => {
    const { session, asked, answer, settle } = openSession();
    await answer(frame(9000));
    for (const to of [8000, 7000, 6000]) session.seek(to);
    await settle();
    for (const to of [5000, 4000]) session.seek(to);
    await answer(frame(6000, { endMs: 9000 }));
    await answer(frame(4000, { endMs: 9000 }));
    expect(asked.slice(1)).toEqual(["seek 6000", "seek 4000"]);
  });

  test("asks one question about time after the other", async () => {
    const { session, asked, answer, settle } = openSession();
    session.poke();
    session.poke();
    await settle();
    expect(asked).toEqual(["open 0 settled"]);
    await answer(frame(0));
    await answer(frame(0));
    expect(asked).toEqual(["open 0 settled", "advance 0", "advance 0"]);
  });

  test("after a crash opens the run again without its last input", async () => {
    const { session, asked, answer, crash } = openSession();
    await answer(frame(0));
    const input = (atMs: number) => ({ atMs, request: { verb: "delete" as const, resource: "pods", name: "p" } });
    crash({ message: "expected", atMs: 900, log: { ...LOG, inputs: [input(300), input(800)] } });
    expect(session.clock.getState().crash?.atMs).toBe(900);
    session.recover();
    await answer(frame(800));
    expect(asked.at(-1)).toBe("open 1 800");
    expect(session.clock.getState().crash).toBeUndefined();
  });
});
