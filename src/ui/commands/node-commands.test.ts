import { describe, expect, test } from "vitest";
import { addNode } from "./add-node.ts";
import { cordonNode, uncordonNode } from "./cordon-node.ts";
import { failNode, recoverNode } from "./fail-node.ts";
import { fillNode } from "./fill-node.ts";
import { contextOf, nodeRow, planOf, podRow } from "./fixtures.ts";
import { labelNode, unlabelNode } from "./label-node.ts";
import { removeNode } from "./remove-node.ts";
import { taintNode, untaintNode } from "./taint-node.ts";

const NODE_2 = nodeRow("node-2");
const TAINT = { patchType: "strategic", fieldManager: "kubectl-taint", fieldValidation: "Strict" };

describe("add node", () => {
  test("a worker gets the next free name and registers as a kubelet does", () => {
    expect(planOf(addNode, contextOf(), { labels: "disk=ssd" })).toEqual({
      requests: [
        {
          verb: "create", resource: "nodes", options: { fieldManager: "kubectl-create", fieldValidation: "Strict" },
          body: {
            apiVersion: "v1", kind: "Node",
            metadata: { name: "node-4", labels: { "kubernetes.io/hostname": "node-4", "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", disk: "ssd" } },
            status: { capacity: { cpu: "4", memory: "8Gi", "ephemeral-storage": "100Gi", pods: "110" } },
          },
        },
      ],
      kubectl: [
        expect.stringContaining("kubeadm join"),
        `kubectl create -f - <<'EOF'
apiVersion: v1
kind: Node
metadata:
  name: node-4
  labels:
    kubernetes.io/hostname: node-4
    kubernetes.io/os: linux
    kubernetes.io/arch: amd64
    disk: ssd
status:
  capacity:
    cpu: "4"
    memory: 8Gi
    ephemeral-storage: 100Gi
    pods: "110"
EOF`,
      ],
    });
  });

  test("several at once are a loop in the shell", () => {
    const plan = planOf(addNode, contextOf(), { count: "3" });
    expect("requests" in plan && plan.requests.map((r) => (r.body as { metadata: { name: string } }).metadata.name)).toEqual(["node-4", "node-5", "node-6"]);
    expect("kubectl" in plan && plan.kubectl[1]).toContain("for NAME in node-4 node-5 node-6; do kubectl create -f - <<EOF");
  });

  test("a control-plane node is labelled and tainted", () => {
    expect(planOf(addNode, contextOf(), { role: "control-plane" })).toMatchObject({
      requests: [{ body: { metadata: { labels: { "node-role.kubernetes.io/control-plane": "" } }, spec: { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] } } }],
    });
  });

  test("a GPU worker has a GPU and keeps others away", () => {
    expect(planOf(addNode, contextOf(), { role: "gpu" })).toMatchObject({
      requests: [{ body: { metadata: { labels: { accelerator: "nvidia" } }, spec: { taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }] }, status: { capacity: { "nvidia.com/gpu": "1" } } } }],
    });
  });

  test.each([
    ["cpu", "four"], ["cpu", "0"], ["memory", "8GB"], ["memory", ""], ["labels", "disk"], ["labels", "a b=c"], ["labels", "a=1\na=2"], ["count", "0"], ["count", "21"], ["count", "x"], ["role", "king"],
  ])("%s %j is refused and named", (field, value) => {
    expect(planOf(addNode, contextOf(), { [field]: value })).toMatchObject({ field });
  });
});

test("removing a node removes the fault of its machine too", () => {
  expect(planOf(removeNode, contextOf(NODE_2, { faults: ["node-down-node-2"] }))).toEqual({
    requests: [
      { verb: "delete", resource: "nodes", name: "node-2", options: { propagationPolicy: "Background" } },
      { verb: "delete", resource: "faults.sim.playground.local", name: "node-down-node-2", options: { propagationPolicy: "Background" } },
    ],
    kubectl: ["kubectl delete node node-2", "kubectl delete fault node-down-node-2"],
  });
});

describe("taint", () => {
  const TAINTED = nodeRow("node-2", { taints: [{ key: "a", value: "1", effect: "NoSchedule" }] });

  test("the new taint stands before the old ones", () => {
    expect(planOf(taintNode, contextOf(TAINTED))).toEqual({
      requests: [{ verb: "patch", resource: "nodes", name: "node-2", options: TAINT, body: { spec: { taints: [{ key: "dedicated", value: "db", effect: "NoSchedule" }, { key: "a", value: "1", effect: "NoSchedule" }] } } }],
      kubectl: ["kubectl taint nodes node-2 dedicated=db:NoSchedule"],
    });
  });

  test("a taint may have no value", () => {
    expect(planOf(taintNode, contextOf(NODE_2), { key: "x.io/y", value: "", effect: "NoExecute" })).toMatchObject({
      requests: [{ body: { spec: { taints: [{ key: "x.io/y", effect: "NoExecute" }] } } }],
      kubectl: ["kubectl taint nodes node-2 x.io/y:NoExecute"],
    });
  });

  test("the same key and effect again is kubectl's error", () => {
    expect(planOf(taintNode, contextOf(TAINTED), { key: "a", value: "2" })).toEqual({ field: "key", error: "node node-2 already has a taint(s) with same effect(s) and --overwrite is false" });
  });

  test.each([["key", "a b"], ["key", ""], ["value", "x:y"], ["effect", "Nope"]])("%s %j is refused and named", (field, value) => {
    expect(planOf(taintNode, contextOf(NODE_2), { [field]: value })).toMatchObject({ field });
  });

  test("a taint is removed by key and effect; the last one leaves null, as kubectl sends it", () => {
    expect(planOf(untaintNode, contextOf(TAINTED))).toEqual({
      requests: [{ verb: "patch", resource: "nodes", name: "node-2", options: TAINT, body: { spec: { taints: null } } }],
      kubectl: ["kubectl taint nodes node-2 a:NoSchedule-"],
    });
  });

  test("a person's taints are offered before those of the node controller", () => {
    const node = nodeRow("node-2", { taints: [{ key: "node.kubernetes.io/unreachable", effect: "NoExecute" }, { key: "a", effect: "NoSchedule" }] });
    expect(untaintNode.fields?.(contextOf(node))).toMatchObject([{ initial: "a:NoSchedule-", options: [{ label: "a:NoSchedule" }, { label: "node.kubernetes.io/unreachable:NoExecute (the node controller puts it back)" }] }]);
    expect(untaintNode.when(contextOf(NODE_2))).toBe("Node node-2 has no taints.");
  });
});

describe("label", () => {
  const LABELLED = nodeRow("node-2", { labels: { "kubernetes.io/hostname": "node-2", disk: "hdd" } });
  const options = { patchType: "merge", fieldManager: "kubectl-label" };

  test("a new label", () => {
    expect(planOf(labelNode, contextOf(NODE_2))).toEqual({
      requests: [{ verb: "patch", resource: "nodes", name: "node-2", options, body: { metadata: { labels: { disk: "ssd" } } } }],
      kubectl: ["kubectl label nodes node-2 disk=ssd"],
    });
  });

  test("another value needs --overwrite", () => {
    expect(planOf(labelNode, contextOf(LABELLED))).toMatchObject({ kubectl: ["kubectl label nodes node-2 disk=ssd --overwrite"] });
  });

  test("the same value changes nothing", () => {
    expect(planOf(labelNode, contextOf(LABELLED), { labels: "disk=hdd" })).toEqual({ field: "labels", error: "Node node-2 has these labels already." });
  });

  test("removing offers people's labels first", () => {
    expect(planOf(unlabelNode, contextOf(LABELLED))).toEqual({
      requests: [{ verb: "patch", resource: "nodes", name: "node-2", options, body: { metadata: { labels: { disk: null } } } }],
      kubectl: ["kubectl label nodes node-2 disk-"],
    });
  });
});

test("cordon and uncordon exclude each other", () => {
  const cordoned = contextOf(nodeRow("node-2", { unschedulable: true }));
  expect(cordonNode.when(cordoned)).toBe("Node node-2 is cordoned already.");
  expect(uncordonNode.when(contextOf(NODE_2))).toBe("Node node-2 is not cordoned.");
  expect(planOf(cordonNode, contextOf(NODE_2))).toEqual({
    requests: [{ verb: "patch", resource: "nodes", name: "node-2", options: { patchType: "strategic" }, body: { spec: { unschedulable: true } } }],
    kubectl: ["kubectl cordon node-2"],
  });
  expect(planOf(uncordonNode, cordoned)).toMatchObject({ requests: [{ body: { spec: { unschedulable: null } } }], kubectl: ["kubectl uncordon node-2"] });
});

test("a node fails and recovers by a fault that is made and deleted", () => {
  const failed = contextOf(NODE_2, { faults: ["node-down-node-2"] });
  expect(planOf(failNode, contextOf(NODE_2))).toEqual({
    requests: [
      {
        verb: "create", resource: "faults.sim.playground.local", options: { fieldManager: "kubectl-create", fieldValidation: "Strict" },
        body: { apiVersion: "sim.playground.local/v1", kind: "Fault", metadata: { name: "node-down-node-2" }, spec: { type: "NodeDown", nodeName: "node-2" } },
      },
    ],
    kubectl: ["# Only in this playground: on a real cluster you would pull the plug.", "kubectl create -f - <<'EOF'\napiVersion: sim.playground.local/v1\nkind: Fault\nmetadata:\n  name: node-down-node-2\nspec:\n  type: NodeDown\n  nodeName: node-2\nEOF"],
  });
  expect(failNode.when(failed)).toBe("Node node-2 has failed already.");
  expect(planOf(recoverNode, failed)).toMatchObject({ requests: [{ verb: "delete", name: "node-down-node-2" }], kubectl: ["# Only in this playground: on a real cluster you would switch the machine on again.", "kubectl delete fault node-down-node-2"] });
});

describe("fill a node", () => {
  test("asks for all free CPU but a little, on this node only", () => {
    expect(planOf(fillNode, contextOf(NODE_2))).toMatchObject({
      requests: [
        {
          verb: "create", resource: "pods", namespace: "default",
          body: {
            metadata: { name: "filler-node-2", namespace: "default" },
            spec: { nodeSelector: { "kubernetes.io/hostname": "node-2" }, containers: [{ image: "registry.k8s.io/pause:3.10", resources: { requests: { cpu: "3930m" } } }] },
          },
        },
      ],
    });
  });

  test("a second filler has its own name, and tolerates the node's taints", () => {
    const tainted = nodeRow("node-2", { taints: [{ key: "a", effect: "NoSchedule" }] });
    expect(planOf(fillNode, contextOf(tainted, { pods: [podRow("filler-node-2")] }), { leave: "0" })).toMatchObject({
      requests: [{ body: { metadata: { name: "filler-node-2-2" }, spec: { tolerations: [{ operator: "Exists" }], containers: [{ resources: { requests: { cpu: "3950m" } } }] } } }],
    });
  });

  test.each(["much", "-1", "4"])("leaving %j is refused", (leave) => {
    expect(planOf(fillNode, contextOf(NODE_2), { leave })).toMatchObject({ field: "leave" });
  });
});
