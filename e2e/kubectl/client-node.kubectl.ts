import { AppsV1Api, CoreV1Api, KubeConfig, KubernetesObjectApi, makeInformer, PatchStrategy, setHeaderOptions, Watch, type V1DaemonSet, type V1Pod } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "./support/server.ts";

const PODS = "/api/v1/namespaces/default/pods";

function daemonSet(image: string): V1DaemonSet {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default" },
    spec: { selector: { matchLabels: { app: "agent" } }, template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "agent", image }] } } },
  };
}

/** Kubernetes' own JavaScript client, as a dashboard or an operator would use it. */
describe("@kubernetes/client-node", () => {
  let server: TestServer;
  const config = new KubeConfig();

  beforeAll(async () => {
    server = await startTestServer("--nodes", "3", "--speed", "5");
    config.loadFromFile(server.kubeconfig);
  });
  afterAll(() => server.stop());

  test("lists nodes and reads one of them", async () => {
    const core = config.makeApiClient(CoreV1Api);
    const { items } = await core.listNode();
    expect(items.map((node) => node.metadata?.name)).toEqual(["node-1", "node-2", "node-3"]);
    const node = await core.readNode({ name: "node-1" });
    expect(node.status?.nodeInfo?.kubeletVersion).toMatch(/^v1\.36\./);
    expect(node.metadata?.creationTimestamp).toBeInstanceOf(Date);
  });

  test("is told of errors by a Status", async () => {
    const failed = await config.makeApiClient(CoreV1Api).readNamespacedPod({ name: "nope", namespace: "default" }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 404 });
    expect(JSON.parse((failed as { readonly body: string }).body)).toMatchObject({ kind: "Status", reason: "NotFound", message: 'pods "nope" not found' });
  });

  test("applies on the server, meets a conflict, and forces it", async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const apply = (image: string, manager: string, force: boolean) =>
      objects.patch(daemonSet(image), undefined, undefined, manager, force, PatchStrategy.ServerSideApply);
    const created = await apply("agent:1", "first", false);
    expect(created.metadata?.managedFields).toEqual([expect.objectContaining({ manager: "first", operation: "Apply", apiVersion: "apps/v1", fieldsType: "FieldsV1" })]);

    const conflict = await apply("agent:2", "second", false).catch((error: unknown) => error);
    expect(conflict).toMatchObject({ code: 409 });
    expect(JSON.parse((conflict as { readonly body: string }).body)).toMatchObject({
      reason: "Conflict", details: { causes: [{ reason: "FieldManagerConflict", field: '.spec.template.spec.containers[name="agent"].image' }] },
    });

    const forced = await apply("agent:2", "second", true) as V1DaemonSet;
    expect(forced.spec?.template.spec?.containers[0]?.image).toBe("agent:2");
  });

  test("patches in three ways", async () => {
    const apps = config.makeApiClient(AppsV1Api);
    const patch = (type: string, body: object) =>
      apps.patchNamespacedDaemonSet({ name: "agent", namespace: "default", body }, setHeaderOptions("Content-Type", type));
    const merged = await patch(PatchStrategy.MergePatch, { metadata: { labels: { a: "1" } } });
    expect(merged.metadata?.labels).toEqual({ a: "1" });
    const strategic = await patch(PatchStrategy.StrategicMergePatch, { spec: { template: { spec: { containers: [{ name: "side", image: "side:1" }] } } } });
    // A container that the patch adds goes first; see the API's own strategic merge.
    expect(strategic.spec?.template.spec?.containers.map((c) => c.name)).toEqual(["side", "agent"]);
    const json = await patch(PatchStrategy.JsonPatch, [{ op: "remove", path: "/spec/template/spec/containers/0" }]);
    expect(json.spec?.template.spec?.containers.map((c) => c.name)).toEqual(["agent"]);
  });

  test("watches pods from a list on, and sees each change once", async () => {
    const core = config.makeApiClient(CoreV1Api);
    const list = await core.listNamespacedPod({ namespace: "default" });
    const seen: string[] = [];
    const done = new Promise<void>((resolve, reject) => {
      const stop = (controller: AbortController) => { controller.abort(); resolve(); };
      const watching: Promise<AbortController> = new Watch(config).watch(PODS, { resourceVersion: list.metadata?.resourceVersion, labelSelector: "app=watched" }, (phase, pod: V1Pod) => {
        seen.push(`${phase} ${pod.metadata?.labels?.["step"]}${pod.metadata?.deletionTimestamp ? " terminating" : ""}`);
        if (phase === "DELETED") void watching.then(stop);
      }, (error: unknown) => { if (error && !seen.some((event) => event.startsWith("DELETED"))) reject(error); });
    });
    const pod: V1Pod = { metadata: { name: "watched", labels: { app: "watched", step: "1" } }, spec: { schedulerName: "none", containers: [{ name: "c", image: "busybox" }] } };
    await core.createNamespacedPod({ namespace: "default", body: pod });
    await core.patchNamespacedPod({ name: "watched", namespace: "default", body: { metadata: { labels: { step: "2" } } } }, setHeaderOptions("Content-Type", PatchStrategy.MergePatch));
    await core.deleteNamespacedPod({ name: "watched", namespace: "default", gracePeriodSeconds: 0 });
    await done;
    // A pod is marked before it goes, also where no grace is left: the registry writes the mark first (updateForGracefulDeletionAndFinalizers).
    expect(seen).toEqual(["ADDED 1", "MODIFIED 2", "MODIFIED 2 terminating", "DELETED 2 terminating"]);
  });

  test("keeps an informer's cache as the cluster is", async () => {
    const core = config.makeApiClient(CoreV1Api);
    const apps = config.makeApiClient(AppsV1Api);
    const informer = makeInformer<V1Pod>(config, PODS, () => core.listNamespacedPod({ namespace: "default" }));
    const added = new Set<string>();
    const removed = new Set<string>();
    informer.on("add", (pod) => added.add(pod.metadata!.name!));
    informer.on("delete", (pod) => removed.add(pod.metadata!.name!));
    await informer.start();
    const agents = () => informer.list("default").filter((pod) => pod.metadata?.labels?.["app"] === "agent");
    // One on each node that is no control plane.
    await expect.poll(() => agents().length, { timeout: 30_000 }).toBe(2);
    await apps.deleteNamespacedDaemonSet({ name: "agent", namespace: "default" });
    await expect.poll(() => agents().length, { timeout: 50_000 }).toBe(0);
    expect([...added]).toEqual(expect.arrayContaining([...removed]));
    const { items } = await core.listNamespacedPod({ namespace: "default" });
    const names = (pods: readonly V1Pod[]) => new Set(pods.map((pod) => pod.metadata?.name));
    expect(names(informer.list("default"))).toEqual(names(items));
    await informer.stop();
  });
});
