import { describe, expect, test } from "vitest";
import { daemonSetObject, SimCluster } from "../../engine/testing/sim-cluster.ts";
import { manifestFiles } from "../testing/manifests.ts";
import { runLine } from "../testing/run-on-cluster.ts";

/** Two nodes, a DaemonSet at rest, a ConfigMap, two minutes old. */
function steady(): SimCluster {
  const sim = new SimCluster();
  sim.addNode("n1");
  sim.addNode("n2");
  sim.apply(daemonSetObject("agent"));
  sim.runFor(130);
  return sim;
}

const words = (line: string): readonly string[] => line.split(" ");
const get = (sim: SimCluster, line: string, options: Parameters<typeof runLine>[2] = {}) => runLine(sim.cluster, words(line), { files: manifestFiles(), ...options });

describe("kubectl get", () => {
  const sim = steady();
  const [first, second] = sim.pods().map((pod) => pod.metadata.name).sort() as [string, string];

  test("prints the server's table", () => {
    expect(get(sim, "get ds")).toEqual({
      status: 0, stderr: "",
      stdout: "NAME    DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE\nagent   2         2         2       2            2           <none>          2m10s\n",
    });
  });

  test("puts kinds one below the other, names with their kind", () => {
    expect(get(sim, "get ds,pods").stdout).toBe(
      `NAME                   DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
daemonset.apps/agent   2         2         2       2            2           <none>          2m10s

NAME              READY   STATUS    RESTARTS   AGE
pod/${first}   1/1     Running   0          2m9s
pod/${second}   1/1     Running   0          2m9s
`);
  });

  test("get all leaves out kinds of which there is nothing", () => {
    expect(get(sim, "get all").stdout.match(/^NAME/gm)).toHaveLength(3);
    expect(get(sim, "get all -n kube-public").stderr).toBe("No resources found in kube-public namespace.\n");
  });

  test("-A names the namespace, but not of kinds that have none", () => {
    const { stdout } = get(sim, "get nodes,ds -A --no-headers");
    expect(stdout.split("\n").map((line) => line.split(/ +/)[0])).toEqual(["node/n1", "node/n2", "default", ""]);
  });

  test.each([
    ["get pods -o name", `pod/PA\npod/PB\n`],
    ["get pods PB PA -o name", `pod/PB\npod/PA\n`],
    ["get ds/agent pod/PA -o name", `daemonset.apps/agent\npod/PA\n`],
    ["get pods --sort-by=.spec.nodeName -o jsonpath={.items[*].spec.nodeName}", "n1 n2"],
    ["get pods --field-selector spec.nodeName=n2 -o jsonpath={.items[*].spec.nodeName}", "n2"],
    ["get pods -l app=agent --no-headers -o custom-columns=A:.metadata.labels.app", "agent\nagent\n"],
    ["get nodes -L kubernetes.io/os --no-headers", "n1    Ready   <none>   2m10s   v1.36.2   linux\nn2    Ready   <none>   2m10s   v1.36.2   linux\n"],
    ["get nope.apps", "", "error: the server doesn't have a resource type \"nope\"\n"],
    ["get pods -l app=nope", "", "No resources found in default namespace.\n"],
    ["get pods -A -l app=nope", "", "No resources found\n"],
    ["get pods nope --ignore-not-found", ""],
    ["get pods --sort-by=.nope", "", "No resources found in default namespace.\n"],
    ["get pods nope", "", 'Error from server (NotFound): pods "nope" not found\n'],
    ["get pods a b", "", 'Error from server (NotFound): pods "a" not found\nError from server (NotFound): pods "b" not found\n'],
    ["get pods a -A", "", "error: a resource cannot be retrieved by name across all namespaces\n"],
    ["get pods a -l b=c", "", "error: name cannot be provided when a selector is specified\n"],
    ["get pods/a -l b=c", "", "error: selectors and the all flag cannot be used when passing resource/name arguments\n"],
    ["get pods,ds --sort-by=.metadata.name", "", 'error: couldn\'t find any field with path "{.metadata.name}" in the list of objects\n'],
    ["get pods -l a=b=c", "", `Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "a=b=c", field selector "": found '=', expected: ',' or 'end of string'\n`],
    ["get ds --field-selector spec.nodeName=n1", "", `Error from server (BadRequest): Unable to find "apps/v1, Resource=daemonsets" that match label selector "", field selector "spec.nodeName=n1": "spec.nodeName" is not a known field selector: only "metadata.name", "metadata.namespace"\n`],
    ["get -f two.yaml", "", 'Error from server (NotFound): configmaps "two-a" not found\nError from server (NotFound): configmaps "two-b" not found\n'],
    ["get pods,ds -w", "", "error: you may only specify a single resource type\n"],
  ])("%s", (line, stdout, stderr = "") => {
    const named = (text: string) => text.replaceAll("PA", first).replaceAll("PB", second);
    const ran = get(sim, named(line));
    expect([ran.stdout, ran.stderr]).toEqual([named(stdout), stderr]);
    expect(ran.status).toBe(/^(?:error|Error)/.test(stderr) ? 1 : 0);
  });

  test("without a type says what to do", () => {
    expect(get(sim, "get -A").stderr).toBe(`You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.

error: Required resource not specified.
Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).
See 'kubectl get -h' for help and examples
`);
  });

  test("one object by name is printed alone, several as a list", () => {
    expect(get(sim, "get ds agent -o jsonpath={.kind}").stdout).toBe("DaemonSet");
    expect(get(sim, "get ds -o jsonpath={.kind}").stdout).toBe("List");
  });
});

describe("kubectl get -w", () => {
  test("tells every change in a line of its own, deletion with the last row, until it is stopped", () => {
    const sim = steady();
    const name = sim.podOn("n1")!.metadata.name;
    sim.deletePod(name);
    const { stdout, status } = get(sim, "get pods --field-selector spec.nodeName=n1 -w --no-headers", { interruptAfterMs: 60_000 });
    const old = stdout.split("\n").filter((line) => line.startsWith(name)).map((line) => line.split(/ +/)[2]);
    // A pod that has ended by itself while it was being deleted is Completed, and its row comes once more when it is gone.
    expect([old[0], old.slice(-2)]).toEqual(["Terminating", ["Completed", "Completed"]]);
    const fresh = stdout.split("\n").filter((line) => line && !line.startsWith(name)).map((line) => line.split(/ +/)[2]);
    expect([fresh.includes("ContainerCreating"), fresh.at(-1), status]).toEqual([true, "Running", 1]);
  });

  test("--watch-only leaves out what is there; nothing found is nothing said", () => {
    const sim = steady();
    expect(get(sim, "get nodes --watch-only", { interruptAfterMs: 1000 }).stdout).toBe("");
    expect(get(sim, "get pods -l app=nope -w", { interruptAfterMs: 1000 })).toEqual({ stdout: "", stderr: "", status: 1 });
    expect(get(sim, "get ds -w --output-watch-events --no-headers -o custom-columns=N:.metadata.name", { interruptAfterMs: 1000 }).stdout).toBe("agent\n");
    expect(get(sim, "get ds -w --sort-by=.metadata.name", { interruptAfterMs: 1000 }).stderr).toBe("warning: --watch requested, --sort-by will be ignored for watch events received\n");
  });
});
