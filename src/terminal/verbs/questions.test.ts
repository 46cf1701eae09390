import { describe, expect, test } from "vitest";
import { nodeMetrics, podMetrics } from "../../api/metrics.ts";
import { bytes } from "../../api/quantity.ts";
import { create, list, type KubeList } from "../../api/request.ts";
import { CUSTOMRESOURCEDEFINITIONS, EVENTS, NODES, PODS } from "../../api/resources.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import type { Node } from "../../api/types/node.ts";
import type { Pod } from "../../api/types/pod.ts";
import { recordedCluster } from "../../engine/testing/recorded-cluster.ts";
import { runLine } from "../testing/run-on-cluster.ts";

/* Verbs that ask about the cluster and change nothing. Texts recorded with kubectl v1.36.3. */

const sim = recordedCluster();
const { cluster } = sim;
const run = (line: string) => runLine(cluster, line.split(" "));
const says = (line: string) => run(line).stdout;

describe("kubectl api-resources", () => {
  test("lists the kinds of a group", () => {
    expect(says("api-resources --api-group=apps")).toBe(`NAME                  SHORTNAMES   APIVERSION   NAMESPACED   KIND
controllerrevisions                apps/v1      true         ControllerRevision
daemonsets            ds           apps/v1      true         DaemonSet
deployments           deploy       apps/v1      true         Deployment
replicasets           rs           apps/v1      true         ReplicaSet
statefulsets          sts          apps/v1      true         StatefulSet
`);
    expect(says("api-resources --api-group=apps -o wide --no-headers")).toContain("daemonsets            ds       apps/v1   true   DaemonSet            create,delete,deletecollection,get,list,patch,update,watch   all\n");
  });

  test("names them, those of the cluster alone, and those that people have defined", () => {
    const group = { group: "example.com", names: { plural: "widgets", singular: "widget", kind: "Widget" }, scope: "Namespaced", versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }] };
    const other = recordedCluster();
    other.send(create(CUSTOMRESOURCEDEFINITIONS, { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", metadata: { name: "widgets.example.com" }, spec: group } as never));
    expect(runLine(other.cluster, ["api-resources", "-o", "name"]).stdout).toContain("\nwidgets.example.com\n");
    expect(runLine(other.cluster, ["api-versions"]).stdout.split("\n")).toEqual(expect.arrayContaining(["apps/v1", "example.com/v1", "v1"]));
    expect(says("api-resources --namespaced=false -o name")).toMatch(/^componentstatuses\nnamespaces\nnodes\npersistentvolumes\n/);
  });
});

describe("kubectl auth", () => {
  test.each([
    ["auth can-i create daemonsets", "yes\n", "", 0],
    ["auth can-i delete nodes", "yes\n", "Warning: resource 'nodes' is not namespace scoped\n\n", 0],
    ["auth can-i create foo", "yes\n", "Warning: the server doesn't have a resource type 'foo'\n\n", 0],
    ["auth can-i get", "", "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.\n", 1],
    ["auth can-i --list", "Resources   Non-Resource URLs   Resource Names   Verbs\n*.*         []                  []               [*]\n            [*]                 []               [*]\n", "", 0],
    ["auth whoami", "ATTRIBUTE   VALUE\nUsername    kubernetes-admin\nGroups      [kubeadm:cluster-admins system:authenticated]\n", "", 0],
  ])("%s", (line, stdout, stderr, status) => {
    expect(run(line)).toEqual({ stdout, stderr, status });
  });
});

describe("kubectl config", () => {
  test("has one context, and keeps its namespace for the commands to come", () => {
    const namespaces: string[] = [];
    const options = { setNamespace: (namespace: string) => void namespaces.push(namespace) };
    expect(runLine(cluster, ["config", "set-context", "--current", "--namespace=kube-system"], options).stdout).toBe('Context "cluster-playground" modified.\n');
    expect(namespaces).toEqual(["kube-system"]);
    expect(runLine(cluster, ["config", "get-contexts"], { namespace: "kube-system" }).stdout).toBe("CURRENT   NAME                 CLUSTER              AUTHINFO           NAMESPACE\n*         cluster-playground   cluster-playground   kubernetes-admin   kube-system\n");
    expect(run("config use-context nope")).toEqual({ stdout: "", stderr: 'error: no context exists with the name: "nope"\n', status: 1 });
    expect(says("config view")).toMatch(/^apiVersion: v1\nclusters:\n- cluster:\n {4}server: .*\n {2}name: cluster-playground\ncontexts:\n/);
  });
});

describe("kubectl version and cluster-info", () => {
  test("say which release this is, and where it answers", () => {
    expect(says("version")).toBe("Client Version: v1.36.3\nKustomize Version: v5.8.1\nServer Version: v1.36.2\n");
    expect(says("version --client -o yaml")).toMatch(/^clientVersion:\n {2}buildDate: "2026-07-22T18:10:35Z"\n {2}compiler: gc\n[^]*\nkustomizeVersion: v5.8.1\n\n$/);
    expect(run("version -o foo")).toEqual({ stdout: "", stderr: "error: --output must be 'yaml' or 'json'\n", status: 1 });
    expect(says("cluster-info")).toMatch(/^Kubernetes control plane is running at https:\S+\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'\.\n$/);
  });
});

describe("kubectl explain", () => {
  test("names the kind and what may stand in it", () => {
    expect(says("explain ds.spec.updateStrategy.type")).toMatch(/^GROUP: {6}apps\nKIND: {7}DaemonSet\nVERSION: {4}v1\n\nFIELD: type <string>\nENUM:\n {4}OnDelete\n {4}RollingUpdate\n\nDESCRIPTION:\n/);
    expect(says("explain daemonsets.apps.spec --recursive")).toContain("\n  template\t<PodTemplateSpec> -required-\n    metadata\t<ObjectMeta>\n");
    expect(says("explain pods.spec.containers")).toMatch(/^KIND: {7}Pod\nVERSION: {4}v1\n\nFIELD: containers <\[\]Container>\n/);
  });

  test.each([
    ["explain ds.spec.nope", "GROUP:      apps\nKIND:       DaemonSet\nVERSION:    v1\n\n", 'error: field "nope" does not exist\n'],
    ["explain foo", "", 'the server doesn\'t have a resource type "foo"\n'],
    ["explain", "", 'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n'],
  ])("%s fails", (line, stdout, stderr) => {
    expect(run(line)).toEqual({ stdout, stderr, status: 1 });
  });
});

describe("kubectl top", () => {
  const pods = sim.send<KubeList<Pod>>(list(PODS)).items;

  test("prints what the metrics API says, columns padded to the last", () => {
    const [first] = podMetrics(pods, cluster.nowMs).toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    const usage = first!.containers[0]!.usage;
    const [header, row] = says("top pods").split("\n");
    expect(header).toMatch(/^NAME +CPU\(cores\) {3}MEMORY\(bytes\) {3}$/);
    expect(row!.split(/ +/)).toEqual([first!.metadata.name, usage["cpu"], `${Math.floor(bytes(usage["memory"]) / 1024 ** 2)}Mi`, ""]);
    const node = nodeMetrics(sim.send<KubeList<Node>>(list(NODES)).items, pods, cluster.nowMs)[0]!;
    expect(says(`top node ${node.metadata.name} --no-headers`).split(/ +/).slice(0, 2)).toEqual([node.metadata.name, node.usage["cpu"]]);
  });

  test("adds up, and sorts by what is used most", () => {
    expect(says("top pods --sum")).toMatch(/\n +________ {5}________ {8}\n +\d+m +\d+Mi +\n$/);
    const used = says("top pods -A --sort-by=cpu --no-headers").split("\n").slice(0, -1).map((line) => Number(/(\d+)m/.exec(line)![1]));
    expect(used).toEqual(used.toSorted((a, b) => b - a));
    expect(run("top pods -n empty")).toEqual({ stdout: "", stderr: "No resources found in empty namespace.\n", status: 0 });
    expect(run("top node nope")).toMatchObject({ stderr: 'Error from server (NotFound): nodes.metrics.k8s.io "nope" not found\n', status: 1 });
  });
});

describe("kubectl events", () => {
  test("prints the events of one object, the oldest first", () => {
    const [pod] = sim.send<KubeList<Pod>>(list(PODS)).items;
    const { stdout } = run(`events --for pod/${pod!.metadata.name}`);
    expect(stdout).toMatch(/^LAST SEEN {3}TYPE {5}REASON {6}OBJECT/);
    expect([...stdout.matchAll(/ Normal {3}(\w+) /g)].map(([, reason]) => reason)).toEqual(expect.arrayContaining(["Scheduled", "Created", "Started"]));
    expect(run("events -n empty")).toEqual({ stdout: "", stderr: "No events found in empty namespace.\n", status: 0 });
    expect(run("events --for pod").stderr).toBe("error: --for must be in resource/name form\n");
    expect(run("events --types=Foo").stderr).toBe("error: valid --types are Normal or Warning\n");
  });

  test("goes on with those to come while it watches", () => {
    const other = recordedCluster();
    const before = other.send<KubeList<KubeEvent>>(list(EVENTS)).items.length;
    other.deletePod(other.send<KubeList<Pod>>(list(PODS)).items[0]!.metadata.name);
    const { stdout, status } = runLine(other.cluster, ["events", "-w", "--no-headers"], { interruptAfterMs: 40_000 });
    expect(status).toBe(1);
    expect(stdout.split("\n").length).toBeGreaterThan(before + 3);
    expect(stdout).toContain(" SuccessfulCreate ");
  });
});
