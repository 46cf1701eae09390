import { describe, expect, test } from "vitest";
import type { DeploymentRow, StatefulSetRow } from "../../api/frame.ts";
import type { Deployment } from "../../api/types/deployment.ts";
import type { ReplicaSet } from "../../api/types/replicaset.ts";
import type { StatefulSet } from "../../api/types/statefulset.ts";
import { GUIDE_STATEFULSET } from "../../lessons/guide-statefulset.ts";
import type { WorkloadObject } from "./command.ts";
import { createDeployment } from "./create-deployment.ts";
import { createStatefulSet } from "./create-statefulset.ts";
import { deleteDeployment, deleteStatefulSet } from "./delete-workload.ts";
import { contextOf, controllerRevision, DAEMONSET, daemonSetRow, planOf, podRow } from "./fixtures.ts";
import { commandForKey } from "./list.ts";
import { rollback } from "./rollback.ts";
import { pauseRollout, resumeRollout, rolloutRestart } from "./rollout.ts";
import { scaleWorkload } from "./scale.ts";
import { updateImage } from "./update-image.ts";

const META = { namespace: "default", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
const mark = (hash: string, revision: number, image: string) => ({ hash, revision, image, letter: String.fromCharCode(64 + revision) });
const NUMBERS = { namespace: "default", deleting: false, generation: 1, observedGeneration: 1, minReadySeconds: 0, replicas: 3, current: 3, ready: 3, upToDate: 3, available: 3 } as const;

function deploymentRow(more: Partial<DeploymentRow> = {}): DeploymentRow {
  return {
    kind: "Deployment", name: "web", uid: "uid-web", image: "nginx:1.29", revisions: [mark("h1", 1, "nginx:1.28"), mark("h2", 2, "nginx:1.29")], currentRevision: "h2",
    paused: false, strategy: "RollingUpdate", maxUnavailable: "25%", maxSurge: "25%", maxUnavailablePods: 0, maxSurgePods: 1, replicaSets: [], ...NUMBERS, ...more,
  };
}

const STATEFULSET_ROW: StatefulSetRow = {
  kind: "StatefulSet", name: "db", uid: "uid-db", image: "postgres:17.6", revisions: [mark("db-a", 1, "postgres:17.5"), mark("db-b", 2, "postgres:17.6")], currentRevision: "db-b",
  strategy: "RollingUpdate", podManagementPolicy: "OrderedReady", partition: 0, firstOrdinal: 0, claims: ["data"], ...NUMBERS,
};

const template = (image: string, labels = {}) => ({ metadata: { labels: { app: "web", ...labels } }, spec: { containers: [{ name: "nginx", image }] } });
const DEPLOYMENT: Deployment = {
  apiVersion: "apps/v1", kind: "Deployment",
  metadata: { ...META, name: "web", uid: "uid-web", annotations: { "deployment.kubernetes.io/revision": "2", "kubernetes.io/change-cause": "second" } },
  spec: { replicas: 3, selector: {}, template: template("nginx:1.29"), strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }, status: {},
};
const OLD: ReplicaSet = {
  apiVersion: "apps/v1", kind: "ReplicaSet",
  metadata: {
    ...META, name: "web-h1", uid: "uid-h1", labels: { "pod-template-hash": "h1" },
    annotations: { "deployment.kubernetes.io/revision": "1", "deployment.kubernetes.io/max-replicas": "4", "kubernetes.io/change-cause": "first" },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: "web", uid: "uid-web", controller: true }],
  },
  spec: { replicas: 0, selector: {}, template: template("nginx:1.28", { "pod-template-hash": "h1" }) }, status: { replicas: 0 },
};
const STATEFULSET = { ...GUIDE_STATEFULSET, metadata: { ...META, name: "db", uid: "uid-db" } } as unknown as StatefulSet;
const OBJECTS: readonly WorkloadObject[] = [DAEMONSET, DEPLOYMENT, OLD, STATEFULSET];

/** A cluster with one workload of each kind. */
function mixed(target?: Parameters<typeof contextOf>[0], web: Partial<DeploymentRow> = {}) {
  return contextOf(target, { workloads: [daemonSetRow(), deploymentRow(web), STATEFULSET_ROW], objects: OBJECTS });
}
const onWeb = mixed(deploymentRow());
const onDb = mixed(STATEFULSET_ROW);
const patchOf = (resource: string, name: string, fieldManager: string, body: unknown) => ({ verb: "patch", resource, namespace: "default", name, body, options: { patchType: "strategic", fieldManager } });

describe("scale", () => {
  test("patches the scale subresource, as kubectl does", () => {
    const request = (resource: string, name: string) => ({ verb: "patch", resource, namespace: "default", name, subresource: "scale", body: { spec: { replicas: 5 } }, options: { patchType: "merge" } });
    expect(planOf(scaleWorkload, onWeb, { replicas: "5" })).toEqual({ requests: [request("deployments.apps", "web")], kubectl: ["kubectl scale deploy/web --replicas=5"] });
    expect(planOf(scaleWorkload, onDb, { replicas: "5" })).toEqual({ requests: [request("statefulsets.apps", "db")], kubectl: ["kubectl scale sts/db --replicas=5"] });
  });

  test("refuses what is no number, and what is there already", () => {
    expect(planOf(scaleWorkload, onWeb, { replicas: "many" })).toMatchObject({ field: "replicas" });
    expect(planOf(scaleWorkload, onWeb, { replicas: "3" })).toEqual({ field: "replicas", error: "web wants 3 already." });
  });

  test("says why a DaemonSet cannot be scaled, and asks which where there are several", () => {
    expect(scaleWorkload.when(mixed(daemonSetRow()))).toBe("A DaemonSet has no replicas: it runs one pod on each of its nodes.");
    expect(scaleWorkload.when(mixed())).toBe("Select a Deployment, StatefulSet or ReplicaSet first.");
    expect(scaleWorkload.when(contextOf())).toBe("There is no Deployment, StatefulSet or ReplicaSet in this cluster.");
  });
});

describe("update image", () => {
  const bodyOf = (container: string, image: string) => ({ spec: { template: { spec: { "$setElementOrder/containers": [{ name: container }], containers: [{ name: container, image }] } } } });

  test("is the same for all three kinds", () => {
    expect(planOf(updateImage, onWeb)).toEqual({ requests: [patchOf("deployments.apps", "web", "kubectl-set", bodyOf("nginx", "nginx:1.30"))], kubectl: ["kubectl set image deploy/web nginx=nginx:1.30"] });
    expect(planOf(updateImage, onDb)).toEqual({ requests: [patchOf("statefulsets.apps", "db", "kubectl-set", bodyOf("postgres", "postgres:17.7"))], kubectl: ["kubectl set image sts/db postgres=postgres:17.7"] });
  });

  test("means the workload of a selected pod, a Deployment's through its ReplicaSet", () => {
    const pod = podRow("web-h2-x", { ownerKind: "ReplicaSet", ownerName: "web-h2", ownerUid: "uid-h2", workload: { kind: "Deployment", name: "web", uid: "uid-web" } });
    expect(planOf(updateImage, mixed(pod))).toMatchObject({ kubectl: ["kubectl set image deploy/web nginx=nginx:1.30"] });
  });

  test("means the one in focus where nothing is selected", () => {
    expect(planOf(updateImage, { ...mixed(), focus: "uid-db" })).toMatchObject({ kubectl: ["kubectl set image sts/db postgres=postgres:17.7"] });
  });
});

describe("rollout", () => {
  test("restart stamps the template of a Deployment and a StatefulSet", () => {
    const body = { spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": "2026-01-01T00:01:05Z" } } } } };
    expect(planOf(rolloutRestart, onWeb)).toEqual({ requests: [patchOf("deployments.apps", "web", "kubectl-rollout", body)], kubectl: ["kubectl rollout restart deploy/web"] });
    expect(planOf(rolloutRestart, onDb)).toEqual({ requests: [patchOf("statefulsets.apps", "db", "kubectl-rollout", body)], kubectl: ["kubectl rollout restart sts/db"] });
    expect(rolloutRestart.when(mixed(deploymentRow({ paused: true }), { paused: true }))).toBe("can't restart paused deployment (run rollout resume first)");
  });

  test("pauses and resumes a Deployment, in turns", () => {
    expect(planOf(pauseRollout, onWeb)).toEqual({ requests: [patchOf("deployments.apps", "web", "kubectl-rollout", { spec: { paused: true } })], kubectl: ["kubectl rollout pause deploy/web"] });
    expect(resumeRollout.when(onWeb)).toBe('deployments.apps "web" is not paused');
    const paused = mixed(deploymentRow({ paused: true }));
    expect(planOf(resumeRollout, paused)).toEqual({ requests: [patchOf("deployments.apps", "web", "kubectl-rollout", { spec: { paused: null } })], kubectl: ["kubectl rollout resume deploy/web"] });
    expect(pauseRollout.when(paused)).toBe('deployments.apps "web" is already paused');
    expect(pauseRollout.when(onDb)).toBe("Select a Deployment first.");
  });
});

describe("roll back", () => {
  test("of a Deployment writes the old ReplicaSet's template and annotations back, without what is the controller's", () => {
    expect(planOf(rollback, onWeb)).toEqual({
      requests: [{
        verb: "patch", resource: "deployments.apps", namespace: "default", name: "web", options: { patchType: "json" },
        body: [
          { op: "replace", path: "/spec/template", value: template("nginx:1.28") },
          { op: "replace", path: "/metadata/annotations", value: { "deployment.kubernetes.io/revision": "2", "kubernetes.io/change-cause": "first" } },
        ],
      }],
      kubectl: ["kubectl rollout undo deploy/web"],
    });
  });

  test("of a paused Deployment is refused in kubectl's words", () => {
    expect(rollback.when(mixed(deploymentRow({ paused: true })))).toBe("cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/web' and try again");
  });

  test("of a StatefulSet sends the data of the revision that its pods name", () => {
    const data = { $patch: "replace", spec: { containers: [{ name: "postgres", image: "postgres:17.5" }] } };
    const base = controllerRevision(1, data);
    const revision = { ...base, metadata: { ...base.metadata, name: "db-a", labels: {}, ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "db", uid: "uid-db", controller: true }] } };
    expect(planOf(rollback, { ...onDb, revisions: [revision] })).toEqual({
      requests: [{ verb: "patch", resource: "statefulsets.apps", namespace: "default", name: "db", options: { patchType: "strategic" }, body: { spec: { template: data } } }],
      kubectl: ["kubectl rollout undo sts/db"],
    });
  });
});

describe("create", () => {
  test("deployment makes what kubectl create deployment makes", () => {
    const labels = { app: "shop" };
    expect(planOf(createDeployment, contextOf(), { name: "shop", image: "ghcr.io/acme/Shop_Front:v2", replicas: "2" })).toEqual({
      requests: [{
        verb: "create", resource: "deployments.apps", namespace: "default", options: { fieldManager: "kubectl-create", fieldValidation: "Strict" },
        body: {
          apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "shop", namespace: "default", labels },
          spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: "shop-front", image: "ghcr.io/acme/Shop_Front:v2" }] } } },
        },
      }],
      kubectl: ["kubectl create deployment shop --image=ghcr.io/acme/Shop_Front:v2 --replicas=2"],
    });
  });

  test("deployment offers a name that is free and refuses one that is taken", () => {
    expect(createDeployment.fields?.(onWeb)[0]?.initial).toBe("api");
    expect(planOf(createDeployment, onWeb, { name: "web" })).toEqual({ field: "name", error: 'deployments.apps "web" already exists' });
    expect(planOf(createDeployment, onWeb, { name: "Web" })).toMatchObject({ field: "name" });
  });

  test("statefulset comes with its headless Service, once", () => {
    expect(createStatefulSet.when(onWeb)).toBe("StatefulSet db exists already.");
    const plan = planOf(createStatefulSet, contextOf());
    expect(plan).toMatchObject({ requests: [{ verb: "create", resource: "services" }, { verb: "create", resource: "statefulsets.apps" }] });
    expect("kubectl" in plan && plan.kubectl?.[0]).toMatch(/^kubectl create -f - <<'EOF'\napiVersion: v1\nkind: Service/);
  });
});

test("delete is of the kind that is selected", () => {
  expect(commandForKey("Delete", onWeb)?.id).toBe("delete-deployment");
  expect(commandForKey("Delete", onDb)?.id).toBe("delete-statefulset");
  expect(planOf(deleteDeployment, onWeb)).toMatchObject({ requests: [{ verb: "delete", resource: "deployments.apps", name: "web", options: { propagationPolicy: "Background" } }], kubectl: ["kubectl delete deploy web"] });
  expect(planOf(deleteStatefulSet, onDb, { cascade: "orphan" })).toMatchObject({ requests: [{ resource: "statefulsets.apps", options: { propagationPolicy: "Orphan" } }], kubectl: ["kubectl delete sts db --cascade=orphan"] });
  expect(deleteDeployment.when(onDb)).toBe("Select a Deployment first.");
});
