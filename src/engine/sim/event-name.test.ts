import { expect, test } from "vitest";
import { EVENTS } from "../../api/resources.ts";
import { ENGINE_VERSION } from "../../api/timeline.ts";
import { Cluster } from "../cluster.ts";
import { eventName } from "./event-name.ts";

const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "default", uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" } };

test("an Event is named after its object and the Unix time in nanoseconds, the second of a millisecond after the next one", () => {
  const cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors: [], inputs: [] });
  const world = { nowMs: 5, store: cluster.store };
  const name = eventName(world, pod, "default");
  expect(name).toBe("web.18867251ee464b40");

  const body = { apiVersion: "v1", kind: "Event", metadata: { name }, involvedObject: { kind: "Pod", name: "web", namespace: "default" } };
  expect(cluster.handle({ verb: "create", resource: EVENTS.key, namespace: "default", body })).toMatchObject({ ok: true });
  expect(eventName(world, pod, "default")).toBe("web.18867251ee464b41");
});
