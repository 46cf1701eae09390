import { describe, expect, test } from "vitest";
import { SimCluster } from "../../engine/testing/sim-cluster.ts";
import { manifestFiles } from "../testing/manifests.ts";
import { runLine, type Ran } from "../testing/run-on-cluster.ts";

/** Words with blanks stand in single quotes. */
function words(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** A line on a cluster that holds d1.yaml, ds.yaml and a node. */
function run(...lines: readonly string[]): Ran {
  const sim = new SimCluster();
  sim.addNode("n1");
  const files = manifestFiles();
  const ran = ["create -f d1.yaml", "create -f ds.yaml", ...lines].map((line) => runLine(sim.cluster, words(line), { files }));
  const last = ran.at(-1)!;
  return { ...last, stdout: last.stdout.replace(/(LIVE|MERGED)-\d+/g, "$1-N").replace(/20\d\d-\d\d-\d\d[T ][\d:.]+( \+0000|Z)/g, "TIME") };
}

/* Texts recorded with kubectl v1.36.3. */
describe("kubectl patch", () => {
  test.each([
    [`patch cm d1 -p '{"data":{"a":"9"}}'`, "configmap/d1 patched\n"],
    [`patch cm d1 -p 'data: {a: "9"}'`, "configmap/d1 patched\n"],
    [`patch cm d1 --type=merge -p '{"data":{"a":"2"}}'`, "configmap/d1 patched (no change)\n"],
    [`patch cm d1 --type=json -p '[{"op":"replace","path":"/data/a","value":"9"}]' -o jsonpath={.data}`, '{"a":"9","b":"1"}'],
    [`patch cm d1 -p '{"data":{"a":"7"}}' --dry-run=client`, "configmap/d1 patched\n"],
    [`patch cm d1 -p '{"data":{"a":"7"}}' --dry-run=server`, "configmap/d1 patched\n"],
    [`patch cm d1 --patch-file d1b.yaml -o name`, "configmap/d1\n"],
    [`patch -f d1.yaml --type merge -p '{"data":{"z":"1"}}' --local -o yaml`, 'apiVersion: v1\ndata:\n  a: "2"\n  b: "1"\n  z: "1"\nkind: ConfigMap\nmetadata:\n  name: d1\n'],
    [`patch node n1 -p '{"spec":{"foo":true}}'`, "node/n1 patched (no change)\n", 'Warning: unknown field "spec.foo"\n', 0],
    [`patch cm d1 d2 --type merge -p '{"data":{"b":"5"}}'`, "configmap/d1 patched\n", 'Error from server (NotFound): configmaps "d2" not found\n'],
    [`patch ds log-collector -p '{"spec":{"template":{"spec":{"containers":[{"image":"x"}]}}}}'`, "", "Error from server: map: map[image:x] does not contain declared merge key: name\n"],
    [`patch cm d1 --type json -p '{"op":"add"}'`, "", "Error from server (BadRequest): error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp\n"],
    [`patch cm d1 -p '{"data":{"a":5}}'`, "", 'The request is invalid: patch: Invalid value: "map[data:map[a:5]]": unrecognized type: string\n'],
    [`patch cm d1 -p {bad`, "", "Error from server (BadRequest): invalid character 'b' looking for beginning of object key string\n"],
    [`patch cm d1 -p 'x: ['`, "", 'error: unable to parse "x: [": yaml: line 1: did not find expected node content\n'],
    [`patch cm d1 --type=foo -p {}`, "", 'error: --type must be one of [json merge strategic], not "foo"\n'],
    [`patch cm d1`, "", "error: must specify --patch or --patch-file containing the contents of the patch\n"],
    [`patch cm d1 --patch-file nope`, "", "error: unable to read patch file: open nope: no such file or directory\n"],
    [`patch cm d1 --patch-file d1.yaml -p {}`, "", "error: cannot specify --patch and --patch-file together\n"],
    [`patch cm d1 --subresource=foo -p {}`, "", "Error from server (NotFound): the server could not find the requested resource\n"],
  ])("%s", (line, stdout, stderr = "", status = stderr === "" ? 0 : 1) => {
    expect(run(line)).toEqual({ stdout, stderr, status });
  });

  test("--subresource=scale speaks of the scale", () => {
    expect(run("create deployment web --image=nginx", `patch deploy web --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'`).stdout).toBe("scale.autoscaling/web patched\n");
  });
});

describe("kubectl replace", () => {
  test.each([
    ["replace -f d1b.yaml", "configmap/d1 replaced\n"],
    ["replace -f d1b.yaml --dry-run=client", "configmap/d1 replaced (dry run)\n"],
    ["replace -f d1b.yaml -o jsonpath={.data}", '{"a":"3"}'],
    ["replace --force -f ds-immut.yaml", 'daemonset.apps "log-collector" deleted from default namespace\ndaemonset.apps/log-collector replaced\n'],
    ["replace -f empty.yaml", ""],
    ["replace -f two.yaml -f d1.yaml", "configmap/d1 replaced\n", 'Error from server (NotFound): error when replacing "two.yaml": configmaps "two-a" not found\nError from server (NotFound): error when replacing "two.yaml": configmaps "two-b" not found\n'],
    ["replace -f ds-immut.yaml", "", 'The DaemonSet "log-collector" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable\n'],
    ["replace", "", "error: must specify one of -f and -k\n"],
    ["replace -f d1.yaml --grace-period=3", "", "error: --grace-period must have --force specified\n"],
    ["replace -f d1.yaml --force --dry-run=client", "", "error: --dry-run can not be used when --force is set\n"],
  ])("%s", (line, stdout, stderr = "") => {
    expect(run(line)).toEqual({ stdout, stderr, status: stderr === "" ? 0 : 1 });
  });
});

describe("kubectl diff", () => {
  test("shows what apply would change, and changes nothing", () => {
    expect(run("apply -f ds.yaml", "diff -f ds-v2.yaml")).toEqual({
      status: 1, stderr: "",
      stdout: `diff -u -N /tmp/LIVE-N/apps.v1.DaemonSet.default.log-collector /tmp/MERGED-N/apps.v1.DaemonSet.default.log-collector
--- /tmp/LIVE-N/apps.v1.DaemonSet.default.log-collector	TIME
+++ /tmp/MERGED-N/apps.v1.DaemonSet.default.log-collector	TIME
@@ -2,11 +2,11 @@
 kind: DaemonSet
 metadata:
   annotations:
-    deprecated.daemonset.template.generation: "1"
+    deprecated.daemonset.template.generation: "2"
     kubectl.kubernetes.io/last-applied-configuration: |
       {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"annotations":{},"labels":{"app":"log-collector"},"name":"log-collector","namespace":"default"},"spec":{"selector":{"matchLabels":{"app":"log-collector"}},"template":{"metadata":{"labels":{"app":"log-collector"}},"spec":{"containers":[{"image":"fluentd:v1.16","name":"agent","resources":{"requests":{"cpu":"50m"}}}]}}}}
   creationTimestamp: "TIME"
-  generation: 1
+  generation: 2
   labels:
     app: log-collector
   name: log-collector
@@ -24,7 +24,7 @@
         app: log-collector
     spec:
       containers:
-      - image: fluentd:v1.16
+      - image: fluentd:v1.17
         imagePullPolicy: IfNotPresent
         name: agent
         resources:
`,
    });
    expect(run("apply -f ds.yaml", "diff -f ds-v2.yaml", "get ds -o jsonpath={.items[0].spec.template.spec.containers[0].image}").stdout).toBe("fluentd:v1.16");
  });

  test("a new object is all new", () => {
    const { stdout, status } = run("diff -f list.yaml");
    expect([stdout.match(/^@@ .*/gm), status]).toEqual([["@@ -0,0 +1,7 @@", "@@ -0,0 +1,7 @@"], 1]);
  });

  test.each([
    ["diff -f d1.yaml", "", 0],
    ["diff -f empty.yaml", "", 0],
    ["diff", "error: must specify one of -f and -k\n", 2],
    ["diff foo", "error: Unexpected args: [foo]\nSee 'kubectl diff -h' for help and examples\n", 2],
    ["diff -f nosuch.yaml", 'error: the path "nosuch.yaml" does not exist\n', 2],
    ["diff -f no-name.yaml", "error: resource name may not be empty\n", 2],
    ["diff -f ds-immut.yaml", 'The DaemonSet "log-collector" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable\n', 2],
  ])("%s", (line, stderr, status) => {
    expect(run(line)).toEqual({ stdout: "", stderr, status });
  });
});
