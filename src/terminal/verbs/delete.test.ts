import { describe, expect, test } from "vitest";
import { daemonSetObject, SimCluster } from "../../engine/testing/sim-cluster.ts";
import { manifestFiles } from "../testing/manifests.ts";
import { runLine, type Ran } from "../testing/run-on-cluster.ts";

function steady(): SimCluster {
  const sim = new SimCluster();
  sim.addNode("n1");
  sim.addNode("n2");
  sim.apply(daemonSetObject("agent"));
  sim.runFor(60);
  return sim;
}

const run = (sim: SimCluster, line: string, stdin = ""): Ran => runLine(sim.cluster, line.split(" "), { files: manifestFiles(), stdin });

/* Texts recorded with kubectl v1.36.3. */
describe("kubectl delete", () => {
  test("waits until the pod is really gone", () => {
    const sim = steady();
    const { name } = sim.podOn("n1")!.metadata;
    const before = sim.cluster.nowMs;
    expect(run(sim, `delete pod ${name}`)).toEqual({ stdout: `pod "${name}" deleted from default namespace\n`, stderr: "", status: 0 });
    expect(sim.pods().some((pod) => pod.metadata.name === name)).toBe(false);
    expect(sim.cluster.nowMs).toBeGreaterThan(before);
  });

  test("--wait=false comes back at once", () => {
    const sim = steady();
    const before = sim.cluster.nowMs;
    expect(run(sim, "delete pods -l app=agent --wait=false").stdout.match(/deleted from default namespace\n/g)).toHaveLength(2);
    expect([sim.cluster.nowMs, sim.pods().filter((pod) => pod.metadata.deletionTimestamp).length]).toEqual([before, 2]);
  });

  test("--timeout gives up", () => {
    const sim = steady();
    sim.powerOff("n1");
    const { name } = sim.podOn("n1")!.metadata;
    const { stdout, stderr, status } = run(sim, `delete pod ${name} --timeout=2s`);
    expect([stdout, stderr, status]).toEqual([`pod "${name}" deleted from default namespace\n`, `error: timed out waiting for the condition on pods/${name}\n`, 1]);
  });

  test("--force does not wait for the machine, and says so", () => {
    const sim = steady();
    sim.powerOff("n1");
    const { name } = sim.podOn("n1")!.metadata;
    expect(run(sim, `delete pod ${name} --force --grace-period=0`)).toEqual({
      status: 0,
      stdout: `pod "${name}" force deleted from default namespace\n`,
      stderr: "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n",
    });
  });

  test("--cascade=orphan leaves the pods", () => {
    const sim = steady();
    expect(run(sim, "delete ds agent --cascade=orphan").stdout).toBe('daemonset.apps "agent" deleted from default namespace\n');
    expect(sim.pods()).toHaveLength(2);
  });

  test("--interactive asks", () => {
    const sim = steady();
    const question = "You are about to delete the following 1 resource(s):\nnode/n1\nDo you want to continue? (y/N): ";
    expect(run(sim, "delete node n1 -i").stdout).toBe(`${question}deletion is cancelled\n`);
    expect(run(sim, "delete node n1 -i", "y\n").stdout).toBe(`${question}node "n1" deleted\n`);
  });

  test.each([
    ["delete ds agent --dry-run=client", 'daemonset.apps "agent" deleted from default namespace (dry run)\n'],
    ["delete ds agent --dry-run=server", 'daemonset.apps "agent" deleted from default namespace (server dry run)\n'],
    ["delete ds --all -A --dry-run=client", 'daemonset.apps "agent" deleted from default namespace (dry run)\n'],
    ["delete ds/agent node/n2 -o name", "daemonset.apps/agent\nnode/n2\n"],
    ["delete ds agent --now", 'daemonset.apps "agent" deleted from default namespace\n'],
    ["delete ds --all -n kube-public", "No resources found\n"],
    ["delete cm -l a=b", "No resources found\n"],
    ["delete -f empty.yaml", "No resources found\n"],
    ["delete pod nope --ignore-not-found", ""],
    ["delete pod nope", "", 'Error from server (NotFound): pods "nope" not found\n'],
    ["delete cm,ds nope", "", 'Error from server (NotFound): configmaps "nope" not found\nError from server (NotFound): daemonsets.apps "nope" not found\n'],
    ["delete -f list.yaml", "", 'Error from server (NotFound): error when deleting "list.yaml": configmaps "l1" not found\nError from server (NotFound): error when deleting "list.yaml": configmaps "l2" not found\n'],
    ["delete -f list.yaml -f nosuch.yaml", "", 'error: the path "nosuch.yaml" does not exist\n'],
    ["delete -f list.yaml cm", "", "error: when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well\n"],
    ["delete ns default", "", 'Error from server (Forbidden): namespaces "default" is forbidden: this namespace may not be deleted\n'],
    ["delete ds", "", "error: resource(s) were provided, but no name was specified\n"],
    ["delete --all", "", "error: at least one resource must be specified to use a selector\n"],
    ["delete ds --all -l a=b", "", "error: setting 'all' parameter but found a non empty selector. \n"],
    ["delete ds a -A", "", "error: a resource cannot be retrieved by name across all namespaces\n"],
    ["delete foo x", "", 'error: the server doesn\'t have a resource type "foo"\n'],
    ["delete ds agent -o yaml", "", "error: unexpected -o output mode: yaml. We only support '-o name'\n"],
    ["delete ds agent --grace-period=5 --now", "", "error: --now and --grace-period cannot be specified together\n"],
    ["delete ds agent --force --now", "", "error: --force and --grace-period greater than 0 cannot be specified together\n"],
    ["delete ds agent --cascade=maybe", "", 'error: invalid cascade value (maybe). Must be "background", "foreground", or "orphan"\n'],
    ["delete", "", "error: You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'\n"],
  ])("%s", (line, stdout, stderr = "") => {
    const ran = run(steady(), line);
    expect([ran.stdout, ran.stderr, ran.status]).toEqual([stdout, stderr, stderr === "" ? 0 : 1]);
  });
});
