import { expect, test } from "vitest";
import type { Decision } from "../../api/decision.ts";
import { runSequence, sinceLastAct } from "./sequence.ts";

const NODE = { kind: "Node", name: "node-3", uid: "n3" };
const SET = { kind: "DaemonSet", name: "agent", uid: "ds" };
const POD = { kind: "Pod", name: "agent-x7k2p", uid: "p1" };

function decision(id: number, part: Pick<Decision, "actor" | "object" | "verdict" | "text"> & Partial<Decision>): Decision {
  return { id, atMs: id, rule: "r", evidence: [], source: "s", ...part };
}

const RUN = [
  decision(1, { actor: "user", object: NODE, verdict: "created", text: "created `node-3`." }),
  decision(2, { actor: "daemonset-controller", object: SET, subject: POD, verdict: "created", text: "created `agent-x7k2p` for `node-3`.", cause: 1 }),
  decision(3, { actor: "default-scheduler", object: POD, subject: NODE, verdict: "bound", text: "bound `agent-x7k2p` to `node-3`.", cause: 2 }),
  decision(4, { actor: "kubelet", object: POD, verdict: "started", text: "started the container; all is well.", cause: 3 }),
  decision(5, { actor: "kubelet", object: POD, verdict: "ready", text: "reported `agent-x7k2p` as ready.", cause: 4 }),
];

test("everybody talks to the API server alone, and hears of the others by a watch", () => {
  expect(runSequence(RUN).text).toBe(`sequenceDiagram
  participant Admin as Admin (You)
  participant API as API server
  participant A1 as DaemonSet controller
  participant A2 as Scheduler
  participant A3 as Kubelet node-3
  Admin->>API: created node-3
  API-->>A1: watch#58; Node node-3
  A1->>API: created agent-x7k2p for node-3
  API-->>A2: watch#58; Pod agent-x7k2p
  A2->>API: bound agent-x7k2p to node-3
  API-->>A3: watch#58; Pod agent-x7k2p
  A3->>A3: started the container#59; all is well
  A3->>API: reported agent-x7k2p as ready`);
});

test("a long run is cut, and says how many decisions are left out", () => {
  const { text, omitted } = runSequence(RUN, { most: 4 });
  expect(omitted).toBe(3);
  expect(text).toMatch(/A1->>API: created agent-x7k2p for node-3\n {2}Note over API: 3 more decisions are left out$/);
});

test("the span since the last act begins with it", () => {
  expect(sinceLastAct([...RUN, decision(6, { actor: "user", object: POD, verdict: "deleted", text: "deleted." })]).map((d) => d.id)).toEqual([6]);
  expect(sinceLastAct(RUN.slice(1))).toHaveLength(4);
});
