import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { create, patch } from "../../../api/request.ts";
import { DAEMONSETS, DEPLOYMENTS, NODES, PODS, STATEFULSETS, type Resource } from "../../../api/resources.ts";
import type { KubeObject, ManagedFieldsEntry } from "../../../api/types/meta.ts";
import { ENGINE_VERSION } from "../../../api/timeline.ts";
import { Cluster } from "../../cluster.ts";
import { daemonSetObject, SimCluster } from "../../testing/sim-cluster.ts";
import { withManagedFields } from "./actor-entries.ts";

interface Recorded { readonly name: string; readonly object: KubeObject; readonly managedFields: readonly ManagedFieldsEntry[] }

/**
 * Objects of a real cluster (1.36.2) with the managedFields they had. Left out: the volume with a pod's token, which
 * pods do not have here, and that the kubelets there were scripted.
 */
const recorded = JSON.parse(readFileSync(new URL("testdata/owned-objects.json", import.meta.url), "utf8")) as readonly Recorded[];
const KUBECTL = "kubectl-client-side-apply";
const isKubectls = (one: Recorded) => one.managedFields.some((e) => e.manager === KUBECTL);

/** Without times, which the objects tell only roughly, and by name. */
function owners(entries: readonly ManagedFieldsEntry[] | undefined): unknown {
  const key = (e: ManagedFieldsEntry) => `${e.manager}/${e.subresource ?? ""}`;
  const timeless = (e: ManagedFieldsEntry) => ({ ...e, time: undefined });
  return [...(entries ?? [])].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(timeless);
}

describe("what the cluster's own actors own follows from the object, as recorded", () => {
  test.each(recorded.filter((one) => !isKubectls(one)))("$name", ({ object, managedFields }) => {
    const shown = withManagedFields(object);
    expect(owners(shown.metadata.managedFields)).toEqual(owners(managedFields));
    expect(withManagedFields(shown)).toBe(shown);
  });
});

describe("who creates an object owns what he wrote and its defaults, as recorded", () => {
  const resources: Readonly<Record<string, Resource>> = { DaemonSet: DAEMONSETS, Deployment: DEPLOYMENTS, StatefulSet: STATEFULSETS };
  test.each(recorded.filter(isKubectls))("$name", ({ object, managedFields }) => {
    const cluster = Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors: [], inputs: [] });
    const { uid: _, resourceVersion: _r, creationTimestamp: _c, generation: _g, ...metadata } = object.metadata;
    const { "deployment.kubernetes.io/revision": _v, ...annotations } = metadata.annotations ?? {};
    const response = cluster.handle<KubeObject>(create(resources[object.kind]!, { ...object, metadata: { ...metadata, annotations } } as never, { fieldManager: KUBECTL }));
    expect(owners(response.ok ? response.body.metadata.managedFields : [])).toEqual(owners(managedFields.filter((e) => e.manager === KUBECTL)));
  });
});

describe("in a running cluster", () => {
  function runningCluster(): SimCluster {
    const sim = new SimCluster();
    sim.addNode("node-1");
    sim.send(create(DAEMONSETS, daemonSetObject("agent") as never, { fieldManager: "kubectl-create" }));
    sim.runFor(30);
    return sim;
  }
  const managers = (object: KubeObject) => withManagedFields(object).metadata.managedFields?.map((e) => [e.manager, e.operation, e.subresource].join(" ").trim());

  test("the controllers own the status they write, the client the rest", () => {
    const set = runningCluster().set("agent");
    expect(managers(set)).toEqual(["kubectl-create Update", "kube-controller-manager Update status"]);
    expect(Object.keys(set.metadata.managedFields?.[1]?.fieldsV1["f:status"] ?? {})).toEqual([
      "f:currentNumberScheduled", "f:desiredNumberScheduled", "f:numberAvailable", "f:numberReady", "f:observedGeneration", "f:updatedNumberScheduled",
    ]);
  });

  test("nothing is kept of pods and nodes that only actors write", () => {
    const sim = runningCluster();
    const pod = sim.podOn("node-1")!;
    expect([pod.metadata.managedFields, sim.node("node-1").metadata.managedFields]).toEqual([undefined, undefined]);
    expect(managers(pod)).toEqual(["kube-controller-manager Update", "kubelet Update status"]);
    expect(managers(sim.node("node-1"))).toContain("kubelet Update");
  });

  test("a client's write brings to light who owned the pod before", () => {
    const sim = runningCluster();
    const pod = sim.podOn("node-1")!;
    sim.send(patch(PODS, pod.metadata, { metadata: { labels: { mine: "1" } } }, { patchType: "merge", fieldManager: "kubectl-label" }));
    const labelled = sim.podOn("node-1")!;
    expect(managers(labelled)).toEqual(["kube-controller-manager Update", "kubelet Update status", "kubectl-label Update"]);
    expect(labelled.metadata.managedFields?.at(-1)?.fieldsV1).toEqual({ "f:metadata": { "f:labels": { "f:mine": {} } } });
    const conflict = sim.try({
      verb: "patch", resource: PODS.key, namespace: "default", name: pod.metadata.name, options: { patchType: "apply", fieldManager: "me" },
      body: { apiVersion: "v1", kind: "Pod", metadata: { labels: { "pod-template-generation": "9" } } },
    });
    expect(conflict).toMatchObject({ ok: false, status: { code: 409, message: 'Apply failed with 1 conflict: conflict with "kube-controller-manager" using v1: .metadata.labels.pod-template-generation' } });
  });

  test("a controller that changes what a client owns takes it over", () => {
    const sim = runningCluster();
    sim.send({ verb: "patch", resource: NODES.key, name: "node-1", body: { spec: { taints: [{ key: "a", effect: "NoSchedule" }] } }, options: { patchType: "merge", fieldManager: "kubectl-taint" } });
    expect(managers(sim.node("node-1"))).toContain("kubectl-taint Update");
    sim.powerOff("node-1");
    sim.runFor(120);
    const owner = sim.node("node-1").metadata.managedFields?.find((e) => e.fieldsV1["f:spec"]?.["f:taints"]);
    expect(owner?.manager).toBe("kube-controller-manager");
  });
});
