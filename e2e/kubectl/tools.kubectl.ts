import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { playKubelet } from "./support/fake-kubelet.ts";
import { openShell, type Shell } from "./support/kubectl.ts";
import { normalise } from "./support/normalise.ts";
import { loadSeed } from "./support/seed.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

/** Commands whose recording depends on a moment or an editor, on the cluster of the recordings. */
describe("on the recorded cluster", () => {
  let server: TestServer;
  let shell: Shell;
  let end = () => {};
  const run = async (command: string) => {
    const { stdout, stderr, exitCode } = await shell.run(command);
    return { stdout: normalise(stdout), stderr: normalise(stderr), exitCode };
  };
  const said = (...lines: readonly string[]) => ({ stdout: lines.join("\n"), stderr: "", exitCode: 0 });

  beforeAll(async () => {
    server = await startTestServer("--empty", "--no-kubelet", "--controllers", "disruption-controller");
    shell = openShell(server.kubeconfig);
    await loadSeed(server.url);
    end = playKubelet(server.url);
  });
  afterAll(async () => {
    end();
    shell?.remove();
    await server?.stop();
  });

  test("watches a DaemonSet through a change", async () => {
    const watching = run("timeout 4 kubectl get ds node-agent -w");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await run(`kubectl patch ds node-agent --subresource=status --type=merge -p '{"status":{"numberReady":2}}'`);
    expect(await watching).toMatchObject({
      stdout: [
        "NAME  DESIRED  CURRENT  READY  UP-TO-DATE  AVAILABLE  NODE SELECTOR  AGE",
        "node-agent  3  3  3  3  3  <none>  AGE",
        "node-agent  3  3  2  3  3  <none>  AGE",
      ].join("\n"),
    });
  });

  test("watches names only, and prints the kind of each event", async () => {
    expect(await run("timeout 2 kubectl get pods -l app=db -w -o name")).toMatchObject({ stdout: "pod/db-0\npod/db-1" });
    expect(await run("timeout 2 kubectl get pods -l app=db -w --output-watch-events")).toMatchObject({
      stdout: ["EVENT  NAME  READY  STATUS  RESTARTS  AGE", "ADDED  db-0  1/1  Running  0  AGE", "ADDED  db-1  1/1  Running  0  AGE"].join("\n"),
    });
  });

  test("edits an object, and says when nothing was changed", async () => {
    expect(await run("KUBE_EDITOR=\"sed -i 's/fluentd:v1.17/fluentd:v1.18/'\" kubectl edit ds node-agent")).toEqual(said("daemonset.apps/node-agent edited"));
    expect(await run("kubectl get ds node-agent -o jsonpath='{.spec.template.spec.containers[0].image}'")).toEqual(said("fluentd:v1.18"));
    expect(await run("KUBE_EDITOR=true kubectl edit ds node-agent")).toEqual({ stdout: "", stderr: "Edit cancelled, no changes made.", exitCode: 0 });
  });

  test("shows what apply would change", async () => {
    await run("kubectl apply -f ds-v2.yaml");
    const { stdout, exitCode } = await run("kubectl diff -f ds.yaml");
    expect(exitCode).toBe(1);
    const changes = stdout.split("\n").filter((line) => /^[-+] /.test(line) && !/generation/.test(line));
    expect(changes).toEqual(["-  - image: fluentd:v1.17", "+  - image: fluentd:v1.16"]);
  });

  test("waits for a pod that is being deleted", async () => {
    expect(await run("kubectl delete pod toolbox --wait=false")).toEqual(said('pod "toolbox" deleted from default namespace'));
    expect(await run("kubectl wait --for=delete pod/toolbox --timeout=5s")).toMatchObject({ stderr: "", exitCode: 0 });
  });

  test("asks again and again where a budget forbids an eviction", async () => {
    await run("kubectl create pdb web --selector=app=web --min-available=3");
    await expect.poll(async () => (await run("kubectl get pdb web -o jsonpath='{.status.disruptionsAllowed} {.status.currentHealthy}'")).stdout, { timeout: 10_000 }).toBe("0 3");
    const pod = (await run("kubectl get pods -l app=web --field-selector spec.nodeName=minikube-m03 -o jsonpath='{.items[0].metadata.name}'")).stdout;
    const drained = await run("kubectl drain minikube-m03 --ignore-daemonsets --force --timeout=3s");
    expect(drained.exitCode).toBe(1);
    expect(drained.stdout).toContain(`evicting pod default/${pod}`);
    expect(drained.stderr).toContain(`error when evicting pods/"${pod}" -n "default" (will retry after AGE): Cannot evict pod as it would violate the pod's disruption budget.`);
  });

  test("says who and where it is", async () => {
    expect(await run("kubectl version")).toEqual(said("Client Version: v1.36.3", "Kustomize Version: v5.8.1", "Server Version: v1.36.2"));
    expect(await run("kubectl auth can-i --list | head -3")).toEqual(said("Resources  Non-Resource URLs  Resource Names  Verbs", "*.*  []  []  [*]", "  [*]  []  [*]"));
    expect(await run("kubectl auth whoami")).toMatchObject({ stdout: expect.stringMatching(/^ATTRIBUTE {2}VALUE\nUsername {2}kubernetes-admin\n/), exitCode: 0 });
    expect(await run("kubectl auth whoami --as=jane --as-group=dev --as-uid=7")).toEqual(said("ATTRIBUTE  VALUE", "Username  jane", "UID  7", "Groups  [dev system:authenticated]"));
    expect(await run("kubectl auth can-i delete pods --as=jane")).toEqual(said("yes"));
    expect(await run("kubectl create configmap by-jane --from-literal=a=b --as=jane && kubectl get configmap by-jane -o jsonpath='{.metadata.managedFields[*].manager}'")).toEqual(said("configmap/by-jane created", "kubectl-create"));
    expect(await run("kubectl get --raw /healthz")).toEqual(said("ok"));
    expect((await run("kubectl cluster-info")).stdout).toMatch(/^Kubernetes control plane is running at http:\/\/SERVER\n/);
  });

  test("lists kinds and versions", async () => {
    const { stdout } = await run("kubectl api-resources --namespaced=false --api-group=''");
    expect(stdout.split("\n")).toEqual(expect.arrayContaining(["namespaces  ns  v1  false  Namespace", "nodes  no  v1  false  Node", "persistentvolumes  pv  v1  false  PersistentVolume"]));
    expect((await run("kubectl api-resources --categories=all -o name | sort")).stdout.split("\n")).toEqual([
      "cronjobs.batch", "daemonsets.apps", "deployments.apps", "horizontalpodautoscalers.autoscaling", "jobs.batch", "pods", "replicasets.apps",
      "replicationcontrollers", "services", "statefulsets.apps",
    ]);
    expect((await run("kubectl api-versions")).stdout.split("\n")).toEqual(expect.arrayContaining(["apps/v1", "policy/v1", "sim.playground.local/v1", "v1"]));
  });

  test("explains the kinds of this cluster", async () => {
    for (const kind of ["pod", "node", "daemonset", "deployment", "statefulset", "replicaset", "controllerrevision", "pdb", "service", "configmap", "namespace", "fault", "image"]) {
      const { stdout, stderr, exitCode } = await run(`kubectl explain ${kind} --recursive`);
      expect([kind, stderr, exitCode]).toEqual([kind, "", 0]);
      expect(stdout).toMatch(/\n {2}metadata\t<ObjectMeta>/);
    }
  });

  test("takes definitions of kinds, and applies objects of such a kind", async () => {
    appendFileSync(join(shell.folder, "crd.yaml"), JSON.stringify({
      apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "widgets.example.com" },
      spec: {
        group: "example.com", scope: "Namespaced", names: { kind: "Widget", plural: "widgets", singular: "widget", shortNames: ["wd"] },
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } } }],
      },
    }));
    appendFileSync(join(shell.folder, "widget.yaml"), JSON.stringify({ apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" }, spec: { size: 3 } }));
    expect(await run("kubectl apply -f crd.yaml")).toEqual(said("customresourcedefinition.apiextensions.k8s.io/widgets.example.com created"));
    expect(await run("kubectl apply -f widget.yaml")).toEqual(said("widget.example.com/w created"));
    expect(await run("kubectl apply -f widget.yaml")).toEqual(said("widget.example.com/w unchanged"));
    expect(await run("kubectl get wd w -o jsonpath='{.spec.size}'")).toEqual(said("3"));
  });
});

/** Commands that need containers which run. */
describe("on a living cluster", () => {
  let server: TestServer;
  let shell: Shell;
  let pod = "";

  beforeAll(async () => {
    server = await startTestServer("--nodes", "2");
    shell = openShell(server.kubeconfig);
    await shell.run("kubectl wait --for=jsonpath='{.status.numberReady}'=2 ds/node-logger --timeout=60s");
    pod = (await shell.run("kubectl get pods -l app=node-logger -o jsonpath='{.items[0].metadata.name}'")).stdout;
  });
  afterAll(async () => {
    shell?.remove();
    await server?.stop();
  });

  test("runs commands in a container", async () => {
    const node = (await shell.run(`kubectl get pod ${pod} -o jsonpath='{.spec.nodeName}'`)).stdout;
    expect(await shell.run(`kubectl exec ${pod} -- hostname`)).toEqual({ stdout: `${pod}\n`, stderr: "", exitCode: 0 });
    expect((await shell.run(`kubectl exec ds/node-logger -- env`)).stdout).toMatch(/^NODE_NAME=node-\d$/m);
    expect((await shell.run(`kubectl exec ${pod} -- env`)).stdout).toContain(`NODE_NAME=${node}\nPOD_NAME=${pod}\nPOD_NAMESPACE=default\n`);
    expect(await shell.run(`echo hi | kubectl exec -i ${pod} -- cat`)).toEqual({ stdout: "hi\n", stderr: "", exitCode: 0 });
  });

  test("gives what is piped in to a program in a pod of its own, until that ends", async () => {
    const piped = (name: string, command: string) => shell.run(`echo foo | kubectl run -i --rm --restart=Never --image=busybox:1.37 ${name} -- ${command}`);
    expect(await piped("whole", "sh -c 'cat; echo done; exit 3'")).toMatchObject({ stdout: 'foo\ndone\npod "whole" deleted from default namespace\n', exitCode: 3 });
    expect(await piped("counted", "wc -c")).toMatchObject({ stdout: '4\npod "counted" deleted from default namespace\n', exitCode: 0 });
  });

  test("hands back the exit code of a command", async () => {
    expect(await shell.run(`kubectl exec ${pod} -- ls /nope`)).toMatchObject({ stdout: "", stderr: expect.stringMatching(/command terminated with exit code \d+\n$/) });
    expect((await shell.run(`kubectl exec ${pod} -- ls /nope`)).exitCode).toBeGreaterThan(0);
  });

  test("reads logs: the last lines, with times, of all pods, and goes on reading", async () => {
    const { stdout: all } = await shell.run(`kubectl logs ${pod}`);
    const lines = all.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(2);
    expect((await shell.run(`kubectl logs ${pod} --tail=2`)).stdout.trimEnd().split("\n")).toHaveLength(2);
    expect((await shell.run(`kubectl logs ${pod} --limit-bytes=10`)).stdout).toBe(all.slice(0, 10));
    expect((await shell.run(`kubectl logs ${pod} --timestamps --tail=1`)).stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z /);
    expect((await shell.run("kubectl logs -l app=node-logger --tail=1 --prefix")).stdout).toMatch(/^(?:\[pod\/node-logger-\w{5}\/logger\] .*\n){1,2}$/);
    expect(await shell.run(`kubectl logs ${pod} -p`)).toEqual({ stdout: "", stderr: `Error from server (BadRequest): previous terminated container "logger" in pod "${pod}" not found\n`, exitCode: 1 });
    expect((await shell.run(`timeout 3 kubectl logs -f ${pod} --tail=1`)).stdout).not.toBe("");
  });

  test("shows what nodes and pods use", async () => {
    expect((await shell.run("kubectl top nodes")).stdout).toMatch(/^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) *\n(?:node-\d +\d+m +\d+% +\d+Mi +\d+% *\n){2}$/);
    expect((await shell.run("kubectl top pods")).stdout).toMatch(/^NAME +CPU\(cores\) +MEMORY\(bytes\) *\n(?:node-logger-\w{5} +\d+m +\d+Mi *\n)+$/);
    expect((await shell.run(`kubectl top pod ${pod} --containers`)).stdout).toMatch(/^POD +NAME +CPU\(cores\) +MEMORY\(bytes\) *\nnode-logger-\w{5} +logger +\d+m +\d+Mi *\n$/);
  });

  test("breaks a node by a Fault, and mends it", async () => {
    appendFileSync(join(shell.folder, "fault.yaml"), "apiVersion: sim.playground.local/v1\nkind: Fault\nmetadata: {name: down}\nspec: {type: NodeDown, nodeName: node-2}\n");
    expect(await shell.run("kubectl apply -f fault.yaml")).toEqual({ stdout: "fault.sim.playground.local/down created\n", stderr: "", exitCode: 0 });
    expect(await shell.run("kubectl get faults")).toMatchObject({ stdout: expect.stringContaining("down"), exitCode: 0 });
    expect(await shell.run("kubectl delete fault down")).toEqual({ stdout: 'fault.sim.playground.local "down" deleted\n', stderr: "", exitCode: 0 });
  });
});
