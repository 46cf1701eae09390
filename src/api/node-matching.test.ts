import { describe, expect, test } from "vitest";
import { firstUntolerated, matchesRequiredNodeAffinity, pinnedNodeName, preferredScore, targetNodeName, tolerates } from "./node-matching.ts";
import type { NodeIdentity } from "./node-matching.ts";
import affinityCases from "./testdata/node-affinity.json";
import tolerationCases from "./testdata/toleration.json";
import type { Taint } from "./types/node.ts";
import type { NodeSelectorRequirement, NodeSelectorTerm, PodSpec, Toleration } from "./types/pod.ts";

interface TolerationInput { toleration?: Toleration; taint?: Taint; taints?: Taint[]; tolerations?: Toleration[] }
interface AffinityInput { pod: { spec: PodSpec }; node: NodeIdentity }

describe("taints and tolerations", () => {
  test.each(tolerationCases.cases)("$name", ({ fn, in: given, out }) => {
    const { toleration, taint, taints, tolerations } = given as unknown as TolerationInput;
    if (fn === "toleration.tolerates") expect(tolerates(toleration!, taint!)).toBe(out);
    else expect(firstUntolerated(taints, tolerations) ?? null).toEqual(out);
  });

  test("only the asked effects count", () => {
    const taints: Taint[] = [{ key: "a", effect: "NoSchedule" }, { key: "b", effect: "NoExecute" }];
    expect(firstUntolerated(taints, [], ["NoExecute"])?.key).toBe("b");
  });
});

describe("node affinity", () => {
  test.each(affinityCases.cases)("$name", ({ fn, in: given, out }) => {
    const { pod, node } = given as unknown as AffinityInput;
    if (fn === "nodeaffinity.match") expect(matchesRequiredNodeAffinity(pod.spec, node).matches).toBe(out);
    else expect(preferredScore(pod.spec, node)).toBe(out);
  });
});

const node: NodeIdentity = { metadata: { name: "node-1", labels: { disk: "hdd" } } };
const required = (...nodeSelectorTerms: NodeSelectorTerm[]) => ({
  affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
});
const pin = (...values: string[]): NodeSelectorRequirement => ({ key: "metadata.name", operator: "In", values });

describe("a refusal says which field refused", () => {
  test("a pair of the nodeSelector", () => {
    expect(matchesRequiredNodeAffinity({ nodeSelector: { disk: "ssd" } }, node)).toEqual({
      matches: false, rule: "node-selector", path: "nodeSelector['disk']", value: "ssd",
      nodePath: "metadata.labels['disk']", nodeValue: "hdd",
      text: "nodeSelector asks for `disk=ssd`, and node `node-1` has `disk=hdd`.",
    });
  });

  test("a requirement of a term", () => {
    const gpu: NodeSelectorRequirement = { key: "gpu", operator: "Exists" };
    expect(matchesRequiredNodeAffinity(required({ matchExpressions: [{ key: "disk", operator: "Exists" }, gpu] }), node)).toEqual({
      matches: false, rule: "node-affinity", value: gpu, nodePath: "metadata.labels['gpu']",
      path: "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1]",
      text: "Required node affinity asks for `gpu`, and node `node-1` has no label `gpu`.",
    });
  });

  test("the pin of another node's daemon pod", () => {
    const result = matchesRequiredNodeAffinity(required({ matchFields: [pin("node-2")] }), node);
    expect(result).toMatchObject({ nodePath: "metadata.name", text: "Required node affinity asks for `metadata.name in (node-2)`, and this is node `node-1`." });
  });

  test("an empty list of terms", () => {
    expect(matchesRequiredNodeAffinity(required(), node)).toMatchObject({ matches: false, text: "Required node affinity has no terms, and that matches no node." });
  });
});

describe("the node a pod is pinned to", () => {
  test("is the one value of the first metadata.name field, in whichever term", () => {
    expect(pinnedNodeName(required({ matchExpressions: [] }, { matchFields: [pin("node-2")] }, { matchFields: [pin("node-3")] }))).toBe("node-2");
  });
  test("is unknown when the first such field has two values", () => {
    expect(pinnedNodeName(required({ matchFields: [pin("a", "b")] }, { matchFields: [pin("c")] }))).toBeUndefined();
  });
  test("gives way to spec.nodeName", () => {
    expect(targetNodeName({ nodeName: "node-9", ...required({ matchFields: [pin("node-2")] }) })).toBe("node-9");
    expect(targetNodeName({})).toBeUndefined();
  });
});

describe("a preference", () => {
  test("with an empty term matches nothing", () => {
    const spec = { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 7, preference: {} }] } } };
    expect(preferredScore(spec, { metadata: { name: "n" } })).toBe(0);
  });
});
