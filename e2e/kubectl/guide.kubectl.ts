import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell, type Shell } from "./support/kubectl.ts";
import { madeUpNames, normalise } from "./support/normalise.ts";
import { addNodes } from "./support/seed.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

/**
 * The quick reference of "DaemonSet explained", command by command, on a cluster of two nodes. What kubectl prints is
 * the form it has in the recordings of this folder; of names, ages and addresses only the form counts.
 */
describe("the guide's quick reference", () => {
  let server: TestServer;
  let shell: Shell;
  const run = async (command: string) => {
    const { stdout, stderr, exitCode } = await shell.run(command);
    return { stdout: madeUpNames(normalise(stdout)).replace(/node-logger-\w{5}\b/g, "node-logger-xxxxx").replace(/\b10(?:\.\d+){3}\b/g, "IP"), stderr: normalise(stderr), exitCode };
  };
  const said = (...lines: readonly string[]) => ({ stdout: lines.join("\n"), stderr: "", exitCode: 0 });

  beforeAll(async () => {
    server = await startTestServer("--empty");
    shell = openShell(server.kubeconfig);
    await addNodes(server.url, ["minikube", "minikube-m02"]);
  });
  afterAll(async () => {
    shell?.remove();
    await server?.stop();
  });

  test("creates the DaemonSet", async () => {
    expect(await run("kubectl apply -f daemonset-simple.yaml")).toEqual(said("daemonset.apps/node-logger created"));
    expect(await run("kubectl rollout status daemonset/node-logger --timeout=40s")).toMatchObject({ stdout: expect.stringMatching(/daemon set "node-logger" successfully rolled out$/), exitCode: 0 });
  });

  test("shows the DaemonSet", async () => {
    expect(await run("kubectl get daemonset node-logger")).toEqual(said(
      "NAME  DESIRED  CURRENT  READY  UP-TO-DATE  AVAILABLE  NODE SELECTOR  AGE",
      "node-logger  2  2  2  2  2  <none>  AGE",
    ));
  });

  test("shows the pod of each node", async () => {
    const { stdout, ...rest } = await run("kubectl get pods -o wide -l app=node-logger");
    expect(rest).toEqual({ stderr: "", exitCode: 0 });
    const [head, ...rows] = stdout.split("\n");
    expect(head).toBe("NAME  READY  STATUS  RESTARTS  AGE  IP  NODE  NOMINATED NODE  READINESS GATES");
    expect(rows.sort()).toEqual(["minikube", "minikube-m02"].map((node) => `node-logger-xxxxx  1/1  Running  0  AGE  IP  ${node}  <none>  <none>`));
  });

  test("describes the DaemonSet", async () => {
    expect(await run("kubectl describe daemonset node-logger")).toEqual(said(
      "Name:  node-logger",
      "Namespace:  default",
      "Selector:  app=node-logger",
      "Node-Selector:  <none>",
      "Labels:  app=node-logger",
      "Annotations:  deprecated.daemonset.template.generation: 1",
      "Desired Number of Nodes Scheduled: 2",
      "Current Number of Nodes Scheduled: 2",
      "Number of Nodes Scheduled with Up-to-date Pods: 2",
      "Number of Nodes Scheduled with Available Pods: 2",
      "Number of Nodes Misscheduled: 0",
      "Pods Status:  2 Running / 0 Waiting / 0 Succeeded / 0 Failed",
      "Pod Template:",
      "  Labels:  app=node-logger",
      "  Containers:",
      "  logger:",
      "  Image:  fluent/fluent-bit:4.1",
      "  Port:  <none>",
      "  Host Port:  <none>",
      "  Limits:",
      "  cpu:  AGE",
      "  memory:  128Mi",
      "  Requests:",
      "  cpu:  AGE",
      "  memory:  64Mi",
      "  Environment:",
      "  NODE_NAME:  (v1:spec.nodeName)",
      "  POD_NAME:  (v1:metadata.name)",
      "  POD_NAMESPACE:  (v1:metadata.namespace)",
      "  Mounts:",
      "  /var/log from varlog (ro)",
      "  Volumes:",
      "  varlog:",
      "  Type:  HostPath (bare host directory volume)",
      "  Path:  /var/log",
      "  HostPathType:",
      "  Node-Selectors:  <none>",
      "  Tolerations:  node-role.kubernetes.io/control-plane:NoSchedule op=Exists",
      "Events:",
      "  Type  Reason  Age  From  Message",
      "  ----  ------  ----  ----  -------",
      "  Normal  SuccessfulCreate  AGE  daemonset-controller  Created pod: node-logger-xxxxx",
      "  Normal  SuccessfulCreate  AGE  daemonset-controller  Created pod: node-logger-xxxxx",
    ));
  });

  test("shows the logs of all pods: at most ten lines of each, as kubectl does for a selector", async () => {
    const { stdout, stderr, exitCode } = await run("kubectl logs -l app=node-logger");
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(stdout.split("\n").length).toBeGreaterThan(2);
    expect(stdout.split("\n").length).toBeLessThanOrEqual(20);
  });

  test("does not know --field-selector for logs, whatever the guide says", async () => {
    expect(await run("kubectl logs -l app=node-logger --field-selector spec.nodeName=minikube")).toEqual({
      stdout: "", stderr: "error: unknown flag: --field-selector\nSee 'kubectl logs --help' for usage.", exitCode: 1,
    });
  });

  test("deletes the DaemonSet and its pods", async () => {
    expect(await run("kubectl delete daemonset node-logger")).toEqual(said('daemonset.apps "node-logger" deleted from default namespace'));
    expect(await run("kubectl wait --for=delete pod -l app=node-logger --timeout=50s")).toMatchObject({ exitCode: 0 });
    expect(await run("kubectl get pods -l app=node-logger")).toEqual({ stdout: "", stderr: "No resources found in default namespace.", exitCode: 0 });
  });
});
