import { describe, expect, test } from "vitest";
import { create, patch } from "../../../api/request.ts";
import { LEASES, NODES } from "../../../api/resources.ts";
import { ENGINE_VERSION } from "../../../api/timeline.ts";
import { formatMicroTime, formatTime } from "../../../api/time.ts";
import type { Node } from "../../../api/types/node.ts";
import { ACTORS } from "../../actors.ts";
import { Cluster } from "../../cluster.ts";

const LEASE = { name: "n1", namespace: "kube-node-lease" };

function withoutKubelets(): Cluster {
  const actors = ACTORS.filter((a) => a.who !== "kubelet").map((a) => a.name);
  return Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors, inputs: [] });
}

function postReady(cluster: Cluster): void {
  const conditions = [{ type: "Ready", status: "True", reason: "KubeletReady", message: "", lastHeartbeatTime: formatTime(cluster.nowMs), lastTransitionTime: null }];
  const posted = cluster.handle({ ...patch(NODES, { name: "n1" }, { status: { conditions } }), subresource: "status" });
  expect(posted.ok).toBe(true);
}

function renew(cluster: Cluster): void {
  const renewed = cluster.handle(patch(LEASES, LEASE, { spec: { renewTime: formatMicroTime(cluster.nowMs) } }, { patchType: "merge" }));
  expect(renewed.ok).toBe(true);
}

function ready(cluster: Cluster): string | undefined {
  return cluster.store.get<Node>(NODES, undefined, "n1")?.status.conditions?.find((c) => c.type === "Ready")?.status;
}

function register(cluster: Cluster): void {
  cluster.handle(create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name: "n1" } } as { metadata: object }));
}

describe("a node whose kubelet is played by a client", () => {
  test("stays Ready as long as its lease is renewed, and is given up 50 s after the last time", () => {
    const cluster = withoutKubelets();
    register(cluster);
    cluster.handle(create(LEASES, { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: LEASE, spec: {} } as never));
    postReady(cluster);
    for (let s = 10; s <= 120; s += 10) {
      cluster.advance(s * 1000 + 300);
      renew(cluster);
    }
    expect(ready(cluster)).toBe("True");
    cluster.advance(174_900);
    expect(ready(cluster)).toBe("True");
    cluster.advance(175_100);
    expect(ready(cluster)).toBe("Unknown");
  });

  test("stays Ready by its status alone", () => {
    const cluster = withoutKubelets();
    register(cluster);
    for (let s = 0; s <= 120; s += 30) {
      cluster.advance(s * 1000);
      postReady(cluster);
    }
    cluster.advance(160_000);
    expect(ready(cluster)).toBe("True");
    cluster.advance(180_000);
    expect(ready(cluster)).toBe("Unknown");
  });

  test("that never reports is Unknown after a minute", () => {
    const cluster = withoutKubelets();
    register(cluster);
    cluster.advance(59_000);
    expect(ready(cluster)).toBeUndefined();
    cluster.advance(66_000);
    expect(ready(cluster)).toBe("Unknown");
  });
});
