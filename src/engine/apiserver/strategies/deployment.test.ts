import { describe, expect, test } from "vitest";
import { create, patch, updateStatus, type KubeResponse } from "../../../api/request.ts";
import { DEPLOYMENTS, REPLICASETS } from "../../../api/resources.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import { ENGINE_VERSION } from "../../../api/timeline.ts";
import { Cluster } from "../../cluster.ts";

const metadata = { name: "d1", namespace: "default" };
const labels = { app: "d1" };
const template = { metadata: { labels }, spec: { containers: [{ name: "c", image: "nginx" }] } };
const server = () => Cluster.open({ engineVersion: ENGINE_VERSION, seed: 1, setup: [], actors: [], inputs: [] });

function send(spec: object, resource = DEPLOYMENTS): string {
  const response = server().handle(create(resource, { apiVersion: "apps/v1", kind: resource.kind, metadata, spec: { selector: { matchLabels: labels }, template, ...spec } } as never));
  return response.ok ? "created" : (response.status.message ?? "");
}

describe("a new Deployment", () => {
  test("gets the recorded defaults and an empty status", () => {
    const response = server().handle<Deployment>(create(DEPLOYMENTS, { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { selector: { matchLabels: labels }, template } } as never)) as KubeResponse<Deployment> & { ok: true };
    expect(response.body).toMatchObject({
      metadata: { generation: 1 },
      spec: {
        progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10,
        strategy: { rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" }, type: "RollingUpdate" },
        template: { spec: { dnsPolicy: "ClusterFirst", restartPolicy: "Always", schedulerName: "default-scheduler", terminationGracePeriodSeconds: 30 } },
      },
    });
    expect(response.body.status).toEqual({});
  });

  test.each([
    [{ replicas: -1 }, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
    [{ strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } }, "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0"],
    [{ strategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } }, "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
    [{ strategy: { type: "Foo" } }, 'spec.strategy: Unsupported value: {"Type":"Foo","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"'],
    [{ progressDeadlineSeconds: 10, minReadySeconds: 10 }, "spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds"],
    [{ selector: {} }, "spec.selector: Invalid value: {}: empty selector is invalid for deployment"],
    [{ selector: null }, '[spec.selector: Required value, spec.template.metadata.labels: Invalid value: {"app":"d1"}: `selector` does not match template `labels`]'],
    [{ template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } }, 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ])("with %j is refused", (spec, text) => {
    expect(send(spec)).toBe(`Deployment.apps "d1" is invalid: ${text}`);
  });

  test("a ReplicaSet is held to the same rules of selector and template", () => {
    expect(send({ selector: { matchLabels: { app: "z" } } }, REPLICASETS)).toBe('ReplicaSet.apps "d1" is invalid: spec.template.metadata.labels: Invalid value: {"app":"d1"}: `selector` does not match template `labels`');
    expect(send({ selector: {} }, REPLICASETS)).toBe('ReplicaSet.apps "d1" is invalid: spec.selector: Invalid value: {}: empty selector is invalid for deployment');
  });
});

describe("a changed Deployment", () => {
  function stored(): { cluster: Cluster; read: () => Deployment } {
    const cluster = server();
    cluster.handle(create(DEPLOYMENTS, { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { selector: { matchLabels: labels }, template } } as never));
    return { cluster, read: () => cluster.store.get<Deployment>(DEPLOYMENTS, "default", "d1")! };
  }

  test("may not change its selector", () => {
    const response = stored().cluster.handle(patch(DEPLOYMENTS, metadata, { spec: { selector: { matchLabels: { app: "z" } } } }));
    expect(!response.ok && response.status.details?.causes?.map((c) => `${c.field}: ${c.message}`)).toEqual([
      'spec.template.metadata.labels: Invalid value: {"app":"d1"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: {"matchLabels":{"app":"z"}}: field is immutable',
    ]);
  });

  test("counts a generation for its spec and its annotations, not for labels or status", () => {
    const { cluster, read } = stored();
    const change = (body: object) => {
      cluster.handle(patch(DEPLOYMENTS, metadata, body));
      return read().metadata.generation;
    };
    expect(change({ spec: { replicas: 3 } })).toBe(2);
    expect(change({ metadata: { annotations: { "kubernetes.io/change-cause": "three" } } })).toBe(3);
    expect(change({ metadata: { labels: { tier: "web" } } })).toBe(3);
    const { annotations } = read().metadata;
    cluster.handle(updateStatus(DEPLOYMENTS, { ...read(), metadata: { ...read().metadata, annotations: { ...annotations, "deployment.kubernetes.io/revision": "1" } }, status: { replicas: 1 } } as Deployment));
    expect(read()).toMatchObject({ metadata: { generation: 3, annotations: { "deployment.kubernetes.io/revision": "1" } }, status: { replicas: 1 } });
  });
});
