import { expect, test } from "vitest";
import { evidenceYaml } from "./evidence-yaml.ts";

test.each([
  ["spec.template.spec.nodeSelector['disk']", "ssd", "nodeSelector:\n  disk: ssd"],
  ["metadata.labels['kubernetes.io/os']", "linux", "labels:\n  kubernetes.io/os: linux"],
  ["spec.taints[0]", "dedicated=db:NoSchedule", "taints:\n- effect: NoSchedule\n  key: dedicated\n  value: db"],
  ["spec.taints[2]", "node.kubernetes.io/unreachable:NoExecute", "taints:\n- effect: NoExecute\n  key: node.kubernetes.io/unreachable"],
  ["spec.template.spec.tolerations", [{ key: "a", operator: "Exists" }], "tolerations:\n- key: a\n  operator: Exists"],
  ["spec.template.spec.nodeName", "node-2", "nodeName: node-2"],
  ["spec.template.spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1]", { key: "gpu", operator: "Exists" }, "matchExpressions:\n- key: gpu\n  operator: Exists"],
])("%s is shown as it stands in the YAML", (path, value, yaml) => {
  expect(evidenceYaml(path, value)).toBe(yaml);
});

test("a long list is cut", () => {
  const many = Array.from({ length: 20 }, (_, i) => ({ key: `k${i}` }));
  expect(evidenceYaml("spec.template.spec.tolerations", many).split("\n")).toHaveLength(13);
});
