import { expect, test } from "vitest";
import { create, type KubeList } from "../../api/request.ts";
import { EVENTS, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Pod } from "../../api/types/pod.ts";
import { SimCluster } from "../testing/sim-cluster.ts";
import { randomStream } from "./random.ts";
import { initialRecorder, recordEvent } from "./recorder.ts";

/** Says one thing about a pod so many times, now and five minutes later once. @returns `count message` of each Event, after both */
function said(messages: (i: number) => string, times: number): string[][] {
  const sim = new SimCluster();
  const pod = sim.send<Pod>(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { containers: [{ name: "c", image: "x" }] } } as never));
  const state = initialRecorder();
  const random = randomStream(new Map(), 1, "test");
  const say = (i: number, afterMs: number) => recordEvent({ nowMs: sim.cluster.nowMs + afterMs, random, store: sim.cluster.store, handle: (request) => sim.cluster.handle(request) }, state, "test", pod, { type: "Warning", reason: "BackOff", message: messages(i) });
  const events = () => [...sim.cluster.store.all<KubeEvent>(EVENTS)].filter((e) => e.reason === "BackOff").map((e) => `${e.count} ${e.message}`);
  for (let i = 0; i < times; i++) say(i, 0);
  const first = events();
  say(times, 300_000);
  return [first, events()];
}

test("a source writes 25 times about an object; what it says beyond that is counted when the next token comes, five minutes later", () => {
  expect(said(() => "again", 40)).toEqual([["25 again"], ["41 again"]]);
});

test("what was never written because the tokens were used up comes with its full count", () => {
  const messages = (i: number) => (i < 25 ? "first" : "second");
  expect(said(messages, 28)).toEqual([["25 first"], ["25 first", "4 second"]]);
});

test("the tenth of similar Events begins the combined one, and those that were dropped are in its count too", () => {
  const [first, later] = said((i) => `no. ${i}`, 30);
  expect(first).toEqual([...Array.from({ length: 9 }, (_, i) => `1 no. ${i}`), "16 (combined from similar events): no. 24"]);
  expect(later!.at(-1)).toBe("22 (combined from similar events): no. 30");
});

test("Events about an object are listed in the order in which they were written, as their names are nanoseconds", () => {
  const sim = new SimCluster();
  sim.addNode("node-1");
  sim.settle();
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default" }, spec: { containers: [{ name: "c", image: "nginx:1.27" }] } } as never));
  sim.settle();
  const events = sim.send<KubeList<KubeEvent>>({ verb: "list", resource: EVENTS.key, namespace: "default" }).items.filter(({ involvedObject }) => involvedObject.name === "web");
  expect(events.map(({ reason }) => reason)).toEqual(["Scheduled", "Pulling", "Pulled", "Created", "Started"]);
  // 2026-01-01T00:00:00Z, where a cluster begins, is the second 1767225600.
  expect(BigInt(`0x${events[0]!.metadata.name.slice("web.".length)}`) / 1_000_000_000n - 1_767_225_600n).toBeLessThan(10n);
});
