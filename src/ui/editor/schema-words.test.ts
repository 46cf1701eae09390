import { describe, expect, test } from "vitest";
import { fieldAt, wordsAt } from "./schema-words.ts";
import { positionAt } from "./yaml-position.ts";

const POD = "apiVersion: v1\nkind: Pod\nspec:\n";
const SET = "apiVersion: apps/v1\nkind: DaemonSet\nspec:\n";

function labels(marked: string): readonly string[] {
  const offset = marked.indexOf("¦");
  const position = positionAt(marked.replace("¦", ""), offset);
  return position ? wordsAt(position).map((w) => w.label) : [];
}

describe("the words that the schema has for a place", () => {
  // Source: core/v1 Toleration, apps/v1 DaemonSetUpdateStrategy and RollingUpdateDaemonSet, EnvVarSource (1.36)
  test.each([
    ["fields of a list's item that are not there yet", `${POD}  tolerations:\n  - key: a\n    ¦\n`, ["effect", "operator", "tolerationSeconds", "value"]],
    ["values of a field with a fixed set of them", `${POD}  tolerations:\n  - effect: ¦\n`, ["NoExecute", "NoSchedule", "PreferNoSchedule"]],
    ["fields deep inside", `${SET}  updateStrategy:\n    rollingUpdate:\n      ¦\n`, ["maxSurge", "maxUnavailable"]],
    ["strategies", `${SET}  updateStrategy:\n    type: ¦\n`, ["OnDelete", "RollingUpdate"]],
    ["true and false", `${POD}  hostNetwork: ¦\n`, ["true", "false"]],
    ["what is counted", `${POD}  containers:\n  - resources:\n      requests:\n        cpu: 1\n        ¦\n`, ["memory", "ephemeral-storage"]],
    ["nothing for labels, which are free", `apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    ¦\n`, []],
    ["nothing where the field is none", `${POD}  nonsense:\n    ¦\n`, []],
    ["kinds of the group that stands above", "apiVersion: apps/v1\nkind: ¦\n", ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet", "ControllerRevision"]],
    ["apiVersion and kind in an empty text", "¦", ["apiVersion", "kind", "metadata"]],
  ])("are %s", (_, text, expected) => {
    expect(labels(text)).toEqual(expected);
  });

  test("open the place for what follows, as deep as YAML wants it", () => {
    const text = `${SET}  template:\n    spec:\n      `;
    const found = new Map(wordsAt(positionAt(text, text.length)!).map((w) => [w.label, w.text]));
    expect(found.get("tolerations")).toBe("tolerations:\n      - ");
    expect(found.get("nodeSelector")).toBe("nodeSelector:\n        ");
    expect(found.get("priorityClassName")).toBe("priorityClassName: ");
  });

  test("say what a field is", () => {
    const text = `${SET}  updateStrategy:\n    rollingUpdate:\n      maxUnavailable`;
    expect(fieldAt(positionAt(text, text.length)!, "maxUnavailable")).toMatchObject({ type: "IntOrString", about: expect.stringMatching(/\w/) as string });
    expect(fieldAt(positionAt(text, text.length)!, "maxUnavailble")).toBeUndefined();
  });
});
