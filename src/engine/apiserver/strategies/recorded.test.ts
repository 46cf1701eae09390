import { describe, expect, test } from "vitest";
import { applyStrategicMergePatch } from "../../../api/patch.ts";
import { DAEMONSETS, NODES, PODS, type Resource } from "../../../api/resources.ts";
import { decode } from "../../../api/schema/decode.ts";
import { invalid, type FieldError, type Status } from "../../../api/status.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import recording from "../testdata/validation.json" with { type: "json" };
import { strategyOf } from "./strategy.ts";

interface Recorded {
  readonly what: string;
  readonly method: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly code: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: unknown;
  readonly response?: { readonly spec?: unknown };
}

const CTX = { nowMs: 0 };
const results = recording.results as readonly Recorded[];

/** Answered before or after the rules of a kind: by the handler, from the path or from what is stored. */
const OF_THE_HANDLER = /namespace that does not exist|namespace of URL|does not exist|unknown resource|already exists|change the name|stale/;

const ofCreate = results.filter((r) => r.method === "POST" && !OF_THE_HANDLER.test(r.what));
const ofUpdate = results.filter((r) => r.method === "PATCH" && !OF_THE_HANDLER.test(r.what));

describe("answers recorded from a real API server", () => {
  test.each(ofCreate.map((r) => [r.what, r] as const))("create: %s", (_, recorded) => {
    const answer = create(DAEMONSETS, recorded.body, /fieldValidation=Strict/.test(recorded.path ?? "") ? "Strict" : "Warn");
    expect(answer).toMatchObject(expected(recorded));
    if (recorded.response) expect(answer).toMatchObject({ object: { spec: { updateStrategy: recorded.response.spec } } });
  });

  test.each(ofUpdate.map((r) => [r.what, r] as const))("update: %s", (_, recorded) => {
    expect(patch(recorded)).toMatchObject(expected(recorded));
  });

  test("are all here", () => {
    expect([ofCreate.length, ofUpdate.length, results.length]).toEqual([45, 8, 60]);
  });
});

type Answer = { readonly object: KubeObject } | { readonly status: Status };

function expected({ code, reason, message, details }: Recorded): object {
  if (message === undefined) return { object: {} };
  return { status: { code, reason, message, ...(details ? { details } : {}) } };
}

function create(resource: Resource, body: unknown, fieldValidation: "Strict" | "Warn"): Answer {
  const decoded = decode(resource, body, fieldValidation);
  if (!decoded.ok) return decoded;
  const strategy = strategyOf(resource);
  const object = strategy.prepareForCreate(decoded.object, CTX);
  return answered(resource, object, strategy.validate(object));
}

function patch(recorded: Recorded): Answer {
  const [resource, old] = storedFor(recorded);
  const patched = applyStrategicMergePatch(old, recorded.body, resource.kind);
  if ("error" in patched) throw new Error(patched.error);
  const decoded = decode(resource, patched.value);
  if (!decoded.ok) return decoded;
  const strategy = strategyOf(resource);
  const next = strategy.prepareForUpdate(decoded.object, old, CTX);
  return answered(resource, next, strategy.validateUpdate(next, old));
}

function answered(resource: Resource, object: KubeObject, errors: readonly FieldError[]): Answer {
  const subject = { kind: resource.kind, group: resource.group, name: object.metadata.name ?? "" };
  return errors.length === 0 ? { object } : { status: invalid(subject, errors) };
}

/** What stood on the server when a patch was recorded. */
function storedFor(recorded: Recorded): readonly [Resource, KubeObject] {
  if (recorded.path?.includes("/nodes/")) return [NODES, node()];
  return recorded.what.endsWith(" pod") ? [PODS, pod()] : [DAEMONSETS, daemonSet()];
}

function daemonSet(): KubeObject {
  const good = results.find((r) => r.what === "updateStrategy OnDelete with rollingUpdate")?.body as KubeObject & { spec: object };
  const answer = create(DAEMONSETS, { ...good, spec: { ...good.spec, updateStrategy: undefined } }, "Warn");
  if (!("object" in answer)) throw new Error("the good one is refused");
  return answer.object;
}

function node(): Node {
  const metadata = { name: "node-2", uid: "u", resourceVersion: "1", creationTimestamp: "2026-11-22T10:03:18Z" };
  return { apiVersion: "v1", kind: "Node", metadata, spec: {}, status: {} };
}

/** The pod as a real cluster stored it, with the token volume that the simulator does not mount. */
function pod(): Pod {
  const field = (fieldPath: string) => ({ apiVersion: "v1", fieldPath });
  const file = (name: string, key: string) => ({ configMap: { name, items: [{ key, path: key }] } });
  const token = { serviceAccountToken: { expirationSeconds: 3607, path: "token" } };
  const namespace = { downwardAPI: { items: [{ path: "namespace", fieldRef: field("metadata.namespace") }] } };
  const sources = [token, file("kube-root-ca.crt", "ca.crt"), namespace, file("openshift-service-ca.crt", "service-ca.crt")];
  const container = {
    name: "agent",
    image: "registry.example/agent:v1",
    env: [{ name: "NODE_NAME", valueFrom: { fieldRef: field("spec.nodeName") } }],
    resources: { requests: { cpu: "100m", memory: "64Mi" } },
    volumeMounts: [{ name: "kube-api-access-jq9bd", readOnly: true, mountPath: "/var/run/secrets/kubernetes.io/serviceaccount" }],
  };
  const body = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "log-agent-6bcbf8dbf4-gcrsq", namespace: "default" },
    spec: { volumes: [{ name: "kube-api-access-jq9bd", projected: { sources } }], containers: [container], nodeName: "node-2" },
  };
  return strategyOf(PODS).prepareForCreate(body as unknown as KubeObject, CTX) as Pod;
}
