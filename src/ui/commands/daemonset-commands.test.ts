import { describe, expect, test } from "vitest";
import type { Command, Plan, Values } from "./command.ts";
import { createDaemonSet } from "./create-daemonset.ts";
import { deleteDaemonSet } from "./delete-workload.ts";
import { contextOf, controllerRevision, DAEMONSET, daemonSetRow, planOf } from "./fixtures.ts";
import { missingVersion, nextVersion } from "./image.ts";
import { minReadySeconds } from "./min-ready-seconds.ts";
import { nodeSelector } from "./node-selector.ts";
import { setResources } from "./resources.ts";
import { rollback } from "./rollback.ts";
import { rolloutRestart } from "./rollout.ts";
import { editTolerations, readTolerations, tolerationLine } from "./tolerations.ts";
import { updateImage } from "./update-image.ts";
import { updateStrategy } from "./update-strategy.ts";

const ROW = daemonSetRow();
const CONTEXT = contextOf(ROW);
const ORDER = [{ name: "logger" }];

/** A patch of the guide's DaemonSet under the name of one of kubectl's commands. */
function patchBy(fieldManager: string, body: unknown, ...kubectl: string[]): Plan {
  return { requests: [{ verb: "patch", resource: "daemonsets.apps", namespace: "default", name: "node-logger", body, options: { patchType: "strategic", fieldManager } }], kubectl };
}

function patched(body: unknown): Plan {
  return patchBy("kubectl-patch", body, `kubectl patch ds/node-logger -p '${JSON.stringify(body)}'`);
}

describe("update image", () => {
  const bodyOf = (image: string) => ({ spec: { template: { spec: { "$setElementOrder/containers": ORDER, containers: [{ name: "logger", image }] } } } });

  test("the next version, as kubectl set image sends it", () => {
    expect(planOf(updateImage, CONTEXT)).toEqual(patchBy("kubectl-set", bodyOf("fluent/fluent-bit:4.2"), "kubectl set image ds/node-logger logger=fluent/fluent-bit:4.2"));
  });

  test("a written image is taken instead of the choice", () => {
    expect(planOf(updateImage, CONTEXT, { image: "busybox" })).toMatchObject({ kubectl: ["kubectl set image ds/node-logger logger=busybox"] });
  });

  test("a tag that does not exist is offered", () => {
    expect(updateImage.fields?.(CONTEXT)[0]).toMatchObject({ options: [{ value: "fluent/fluent-bit:4.2" }, { value: "fluent/fluent-bit:does-not-exist" }] });
  });

  test.each([["fluent/fluent-bit:4.1", /already/], ["a b", /spaces/]])("%s is refused", (image, error) => {
    expect(planOf(updateImage, CONTEXT, { image })).toMatchObject({ field: "image", error: expect.stringMatching(error) as string });
  });

  test.each([
    [["x:4.1"], "x:4.2"], [["x:v1"], "x:v2"], [["x:1.2.9"], "x:1.2.10"], [["x:1.2-alpine"], "x:1.3-alpine"], [["host:5000/x"], "host:5000/x:v2"],
    [["x:latest"], "x:v2"], [["x@sha256:0123"], "x:v2"], [["x:does-not-exist", "x:4.2"], "x:4.3"],
  ])("after %j comes %s", (images, next) => {
    expect(nextVersion(images)).toBe(next);
  });

  test("a missing tag keeps registry and repository", () => {
    expect(missingVersion("host:5000/a/b:1")).toBe("host:5000/a/b:does-not-exist");
  });
});

describe("strategy", () => {
  test("numbers and percentages", () => {
    expect(planOf(updateStrategy, CONTEXT, { maxUnavailable: "10%", maxSurge: "0" })).toEqual(
      patched({ spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%", maxSurge: 0 } } } }),
    );
  });

  test("back from OnDelete, the numbers are those of RollingUpdate by default", () => {
    const context = contextOf(undefined, { workloads: [daemonSetRow({ strategy: "OnDelete", maxUnavailable: 0, maxUnavailableNodes: 0 })] });
    expect(planOf(updateStrategy, context, { type: "RollingUpdate" })).toEqual(patched({ spec: { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } } }));
  });

  test("OnDelete has no numbers", () => {
    expect(planOf(updateStrategy, CONTEXT, { type: "OnDelete", maxSurge: "x" })).toEqual(patched({ spec: { updateStrategy: { type: "OnDelete", rollingUpdate: null } } }));
  });

  test.each([["maxUnavailable", "101%"], ["maxUnavailable", "-1"], ["maxSurge", "1.5"], ["maxSurge", ""], ["type", "Recreate"]])("%s %j is refused and named", (field, value) => {
    expect(planOf(updateStrategy, CONTEXT, { [field]: value })).toMatchObject({ field });
  });
});

test("minReadySeconds", () => {
  expect(planOf(minReadySeconds, CONTEXT, { minReadySeconds: "10" })).toEqual(patched({ spec: { minReadySeconds: 10 } }));
  expect(planOf(minReadySeconds, CONTEXT, { minReadySeconds: "-1" })).toMatchObject({ field: "minReadySeconds" });
});

describe("tolerations", () => {
  test("the form shows the present ones, and the whole list is sent", () => {
    const lines = "node-role.kubernetes.io/control-plane:NoSchedule\ndedicated=db:NoSchedule";
    expect(editTolerations.fields?.(CONTEXT)[1]).toMatchObject({ initial: "node-role.kubernetes.io/control-plane:NoSchedule" });
    expect(planOf(editTolerations, CONTEXT, { tolerations: lines })).toEqual(
      patched({
        spec: { template: { spec: { tolerations: [
          { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
          { key: "dedicated", operator: "Equal", value: "db", effect: "NoSchedule" },
        ] } } },
      }),
    );
  });

  test("none is null, everything is one without key", () => {
    expect(planOf(editTolerations, CONTEXT, { preset: "none" })).toEqual(patched({ spec: { template: { spec: { tolerations: null } } } }));
    expect(planOf(editTolerations, CONTEXT, { preset: "everything" })).toEqual(patched({ spec: { template: { spec: { tolerations: [{ operator: "Exists" }] } } } }));
  });

  test.each([
    ["a=b:NoSchedule", { key: "a", operator: "Equal", value: "b", effect: "NoSchedule" }],
    ["a=:NoSchedule", { key: "a", operator: "Equal", value: "", effect: "NoSchedule" }],
    ["a:NoExecute", { key: "a", operator: "Exists", effect: "NoExecute" }],
    ["a", { key: "a", operator: "Exists" }],
    ["*", { operator: "Exists" }],
    ["*:NoExecute", { operator: "Exists", effect: "NoExecute" }],
    ["a:NoExecute for 60s", { key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: 60 }],
    ["level>5:NoSchedule", { key: "level", operator: "Gt", value: "5", effect: "NoSchedule" }],
  ] as const)("%s is read, and written back the same", (line, toleration) => {
    expect(readTolerations([line])).toEqual({ value: [toleration] });
    expect(tolerationLine(toleration)).toBe(line);
  });

  test.each(["a b", "a:Nope", ":NoSchedule", "a=b=c", "*=b", "a:NoSchedule for 60s", "a>x"])("%j is refused", (line) => {
    expect(readTolerations([line])).toMatchObject({ field: "tolerations", error: expect.stringContaining(line) as string });
  });
});

describe("nodeSelector", () => {
  test("a patch merges, so a key that goes is null", () => {
    const context = contextOf(daemonSetRow({ nodeSelector: { disk: "ssd", zone: "a" } }));
    expect(planOf(nodeSelector, context, { nodeSelector: "disk=hdd" })).toEqual(patched({ spec: { template: { spec: { nodeSelector: { zone: null, disk: "hdd" } } } } }));
    expect(planOf(nodeSelector, context, { nodeSelector: "" })).toEqual(patched({ spec: { template: { spec: { nodeSelector: null } } } }));
    expect(planOf(nodeSelector, context)).toMatchObject({ field: "nodeSelector" });
  });
});

describe("resources", () => {
  const resources = (change: unknown) => ({ spec: { template: { spec: { "$setElementOrder/containers": ORDER, containers: [{ name: "logger", resources: change }] } } } });

  test("only what changes is sent", () => {
    expect(planOf(setResources, CONTEXT, { "requests.cpu": "100m" })).toEqual(
      patchBy("kubectl-set", resources({ requests: { cpu: "100m" } }), "kubectl set resources ds/node-logger -c logger --requests=cpu=100m"),
    );
  });

  test("taking one away is a patch", () => {
    expect(planOf(setResources, CONTEXT, { "limits.cpu": "" })).toEqual(patched(resources({ limits: { cpu: null } })));
  });

  test.each<[Values, string]>([
    [{ "requests.cpu": "200m" }, "requests.cpu"], [{ "requests.memory": "1gb" }, "requests.memory"], [{ "limits.cpu": "-1" }, "limits.cpu"], [{}, "requests.cpu"],
  ])("%j is refused and named", (values, field) => {
    expect(planOf(setResources, CONTEXT, values)).toMatchObject({ field });
  });
});

describe("rollout", () => {
  test("restart stamps the template with the virtual time", () => {
    const body = { spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:01:05Z" } } } } };
    expect(planOf(rolloutRestart, CONTEXT)).toEqual(patchBy("kubectl-rollout", body, "kubectl rollout restart ds/node-logger"));
  });

  test("restarting twice within a second is kubectl's error", () => {
    const template = { ...DAEMONSET.spec.template, metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:01:05Z" } } };
    const daemonSet = { ...DAEMONSET, spec: { ...DAEMONSET.spec, template } };
    expect(planOf(rolloutRestart, contextOf(ROW, { objects: [daemonSet] }))).toMatchObject({ error: expect.stringMatching(/^if restart has already been triggered/) as string });
  });

  const mark = (revision: number, letter: string) => ({ hash: `hash-${revision}`, letter, revision, image: `x:${revision}` });
  const three = daemonSetRow({ revisions: [mark(1, "A"), mark(2, "B"), mark(3, "C")] });
  const template = (revision: number) => ({ $patch: "replace", spec: { containers: [{ image: `x:${revision}` }] } });
  const context = contextOf(three, { revisions: [1, 2, 3].map((r) => controllerRevision(r, template(r))) });

  test("rolling back sends the data of the revision before", () => {
    expect(planOf(rollback, context)).toEqual({
      requests: [{ verb: "patch", resource: "daemonsets.apps", namespace: "default", name: "node-logger", options: { patchType: "strategic" }, body: { spec: { template: template(2) } } }],
      kubectl: ["kubectl rollout undo ds/node-logger"],
    });
  });

  test("an older one is named by number", () => {
    expect(planOf(rollback, context, { revision: "1" })).toMatchObject({ requests: [{ body: { spec: { template: template(1) } } }], kubectl: ["kubectl rollout undo ds/node-logger --to-revision=1"] });
    expect(planOf(rollback, context, { revision: "9" })).toEqual({ field: "revision", error: "unable to find specified revision 9 in history" });
  });

  test("there must be an earlier revision, and the page must have it", () => {
    expect(rollback.when(CONTEXT)).toBe("There is no earlier revision to roll back to.");
    expect(rollback.when(contextOf(three))).toBe("The page is still reading the revisions.");
    expect(rollback.when(context)).toBe(true);
  });
});

test("deleting cascades as chosen", () => {
  expect(planOf(deleteDaemonSet, CONTEXT)).toMatchObject({ requests: [{ verb: "delete", options: { propagationPolicy: "Background" } }], kubectl: ["kubectl delete ds node-logger"] });
  expect(planOf(deleteDaemonSet, CONTEXT, { cascade: "orphan" })).toMatchObject({ requests: [{ options: { propagationPolicy: "Orphan" } }], kubectl: ["kubectl delete ds node-logger --cascade=orphan"] });
});

test("the guide's DaemonSet can be created when it is gone", () => {
  expect(createDaemonSet.when(CONTEXT)).toBe("DaemonSet node-logger exists already.");
  const gone = contextOf(undefined, { workloads: [] });
  expect(createDaemonSet.when(gone)).toBe(true);
  expect(planOf(createDaemonSet, gone)).toMatchObject({ requests: [{ verb: "create", resource: "daemonsets.apps", namespace: "default" }], kubectl: ["kubectl create -f daemonset-simple.yaml"] });
});

test.each<Command>([updateImage, updateStrategy, editTolerations, setResources, rolloutRestart])("$id needs the DaemonSet", (command) => {
  expect(command.when(contextOf(undefined, { workloads: [] }))).toMatch(/^There is no DaemonSet(?:, Deployment or StatefulSet)? in this cluster\.$/);
  expect(command.when(contextOf(daemonSetRow({ deleting: true })))).toBe("DaemonSet node-logger is being deleted.");
});
