import { describe, expect, test } from "vitest";
import { DAEMONSETS } from "../api/resources.ts";
import type { KubeObject, ObjectDraft } from "../api/types/meta.ts";
import { applyRequest, LAST_APPLIED } from "./apply.ts";

const draft = (spec: object): ObjectDraft => ({ apiVersion: "apps/v1", kind: "DaemonSet", metadata: { name: "node-logger", namespace: "default" }, spec });

/** The object as the server holds it after `before` was applied: the server has added defaults of its own. */
function applied(before: ObjectDraft, defaults: object = {}): KubeObject {
  const body = applyRequest(DAEMONSETS, before, undefined)!.body as ObjectDraft;
  return { ...body, spec: { ...(body["spec"] as object), ...defaults }, metadata: { ...body.metadata, uid: "u", resourceVersion: "1", creationTimestamp: "" } } as unknown as KubeObject;
}

describe("kubectl apply", () => {
  test("creates what is not there and remembers what was applied", () => {
    const request = applyRequest(DAEMONSETS, draft({ a: 1 }), undefined)!;
    expect(request).toMatchObject({ verb: "create", resource: "daemonsets.apps", namespace: "default" });
    const annotations = (request.body as ObjectDraft).metadata.annotations!;
    expect(JSON.parse(annotations[LAST_APPLIED]!)).toEqual({ ...draft({ a: 1 }), metadata: { name: "node-logger", namespace: "default", annotations: {} } });
  });

  test("sends nothing when nothing changed, whatever the server added", () => {
    const current = applied(draft({ a: 1 }), { revisionHistoryLimit: 10 });
    expect(applyRequest(DAEMONSETS, draft({ a: 1 }), current)).toBeUndefined();
  });

  test("takes out what was taken out of the file, and leaves alone what only the server set", () => {
    const current = applied(draft({ a: 1, nodeSelector: { disk: "ssd" } }), { revisionHistoryLimit: 10 });
    const request = applyRequest(DAEMONSETS, draft({ a: 2 }), current)!;
    expect(request).toMatchObject({ verb: "patch", name: "node-logger", options: { patchType: "merge" } });
    expect((request.body as ObjectDraft)["spec"]).toEqual({ a: 2, nodeSelector: null });
  });

  test("takes nothing away from an object that was never applied", () => {
    const { metadata, ...rest } = applied(draft({ a: 1, b: 2 }));
    const { annotations: _, ...bare } = metadata;
    const request = applyRequest(DAEMONSETS, draft({ a: 3 }), { ...rest, metadata: bare } as KubeObject)!;
    expect((request.body as ObjectDraft)["spec"]).toEqual({ a: 3 });
  });
});
