import { describe, expect, test } from "vitest";
import { get } from "../../api/request.ts";
import { CONFIGMAPS, DAEMONSETS } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { SimCluster } from "../../engine/testing/sim-cluster.ts";
import { manifestFiles, MANIFESTS } from "../testing/manifests.ts";
import { runLine, type Ran } from "../testing/run-on-cluster.ts";

/** Runs lines one after the other on one cluster. */
function run(lines: readonly string[], sim = new SimCluster()): { readonly sim: SimCluster; readonly last: Ran; readonly all: string } {
  const files = manifestFiles();
  const ran = lines.map((line) => runLine(sim.cluster, line.split(" "), { files, stdin: MANIFESTS["d1.yaml"]! }));
  return { sim, last: ran.at(-1)!, all: ran.map(({ stdout, stderr }) => stdout + stderr).join("") };
}

const CONFLICT = `error: Apply failed with 1 conflict: conflict with "kubectl": .data.a
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
`;

/* Recorded with kubectl v1.36.3. */
describe("kubectl apply", () => {
  test("creates, leaves alone, and takes out what was taken out of the file", () => {
    const { sim, all } = run(["apply -f d1.yaml", "apply -f d1.yaml", "apply -f d1b.yaml"]);
    expect(all).toBe("configmap/d1 created\nconfigmap/d1 unchanged\nconfigmap/d1 configured\n");
    const { data, metadata } = sim.send<KubeObject & { data: unknown }>(get(CONFIGMAPS, { namespace: "default", name: "d1" }));
    expect(data).toEqual({ a: "3" });
    expect(metadata.annotations).toEqual({ "kubectl.kubernetes.io/last-applied-configuration": '{"apiVersion":"v1","data":{"a":"3"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"d1","namespace":"default"}}\n' });
  });

  test("an unchanged DaemonSet stays unchanged though the server has filled it in", () => {
    expect(run(["apply -f ds.yaml", "apply -f ds.yaml", "apply -f ds-v2.yaml"]).all).toBe("daemonset.apps/log-collector created\ndaemonset.apps/log-collector unchanged\ndaemonset.apps/log-collector configured\n");
  });

  test("warns over an object that was made otherwise", () => {
    expect(run(["create -f ds.yaml", "apply -f ds-v2.yaml"]).last).toEqual({
      status: 0,
      stdout: "daemonset.apps/log-collector configured\n",
      stderr: "Warning: resource daemonsets/log-collector is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n",
    });
  });

  test("of several problems each takes a line", () => {
    const { stdout, stderr } = run(["apply -f ds.yaml", "apply -f ds-immut.yaml -f unknown.yaml"]).last;
    expect(stdout).toBe("configmap/after created\n");
    expect(stderr.split("\n").filter((line) => !line.startsWith("{"))).toEqual([
      `resource mapping not found for name: "first" namespace: "" from ${JSON.stringify("unknown.yaml")}: no matches for kind "Foo" in version "v1"`,
      "ensure CRDs are installed first",
      "Error from server (Invalid): error when applying patch:",
      "to:",
      'Resource: "apps/v1, Resource=daemonsets", GroupVersionKind: "apps/v1, Kind=DaemonSet"',
      'Name: "log-collector", Namespace: "default"',
      'for: "ds-immut.yaml": error when patching "ds-immut.yaml": DaemonSet.apps "log-collector" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
      "",
    ]);
  });

  test.each([
    ["apply -f folder", "configmap/from-a created\nconfigmap/from-b created\n", ""],
    ["apply -f list.yaml,d1.yaml", "configmap/l1 created\nconfigmap/l2 created\nconfigmap/d1 created\n", ""],
    ["apply -f -", "configmap/d1 created\n", ""],
    ["apply -f d1.yaml --dry-run=client", "configmap/d1 created (dry run)\n", ""],
    ["apply -f d1.yaml --dry-run=server", "configmap/d1 created (server dry run)\n", ""],
    ["apply -f d1.yaml -o name", "configmap/d1\n", ""],
    ["apply -f ds-typo.yaml --validate=warn", "", 'Warning: unknown field "spec.template.spec.containers[0].imagee"\nThe DaemonSet "log-collector" is invalid: spec.template.spec.containers[0].image: Required value\n'],
    ["apply -f broken.yaml", "configmap/first created\n", "error: error parsing broken.yaml: error converting YAML to JSON: yaml: line 2: found a tab character that violates indentation\n"],
    ["apply -f ds-typo.yaml", "", 'Error from server (BadRequest): error when creating "ds-typo.yaml": DaemonSet in version "v1" cannot be handled as a DaemonSet: strict decoding error: unknown field "spec.template.spec.containers[0].imagee"\n'],
    ["apply -f d1.yaml -n nosuchns", "", 'Error from server (NotFound): error when creating "d1.yaml": namespaces "nosuchns" not found\n'],
    ["apply -f elsewhere.yaml -n default", "", `error: the namespace from the provided object "kube-system" does not match the namespace "default". You must pass '--namespace=kube-system' to perform this operation.\n`],
    ["apply -f labels.yaml", "", 'error: unable to decode "labels.yaml": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string\n'],
    ["apply -f list-of-texts.yaml", "", 'error: error validating "list-of-texts.yaml": error validating data: invalid object to validate; if you choose to ignore these errors, turn validation off with --validate=false\n'],
    ["apply -f no-kind.yaml", "", 'error: error validating "no-kind.yaml": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false\n'],
    ["apply -f no-kind.yaml --validate=false", "", `error: unable to decode "no-kind.yaml": Object 'Kind' is missing in '{"apiVersion":"apps/v1","metadata":{"name":"x"}}'\n`],
    ["apply -f no-name.yaml", "", 'error: error when retrieving current configuration of:\nResource: "apps/v1, Resource=daemonsets", GroupVersionKind: "apps/v1, Kind=DaemonSet"\nName: "", Namespace: "default"\nfrom server for: "no-name.yaml": resource name may not be empty\n'],
    ["apply -f generated.yaml", "", "error: from gen-: cannot use generate name with apply\n"],
    ["apply -f half.json", "", "error: error parsing half.json: unexpected EOF\n"],
    ["apply -f empty.yaml", "", "error: no objects passed to apply\n"],
    ["apply -f nosuch.yaml", "", 'error: the path "nosuch.yaml" does not exist\n'],
    ["apply -f nosuch.yaml -f neither.yaml", "", 'the path "nosuch.yaml" does not exist\nthe path "neither.yaml" does not exist\n'],
    ["apply", "", "error: must specify one of -f and -k\n"],
    ["apply ds.yaml", "", "error: Unexpected args: [ds.yaml]\nSee 'kubectl apply -h' for help and examples\n"],
    ["apply -k folder", "", "error: unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '/home/you/folder'\n"],
    ["apply -f https://127.0.0.1:1/x.yaml", "", "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?\n"],
    ["apply -f d1.yaml --validate=foo", "", 'error: invalid - validate option "foo"; must be one of: strict (or true), warn, ignore (or false)\n'],
    ["apply -f d1.yaml --dry-run=foo", "", 'error: Invalid dry-run value (foo). Must be "none", "server", or "client".\n'],
    ["apply -f d1.yaml --force-conflicts", "", "error: --force-conflicts only works with --server-side\n"],
    ["apply -f d1.yaml --server-side --dry-run=client", "", "error: --dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)\n"],
  ])("%s", (line, stdout, stderr) => {
    const { last } = run([line]);
    expect([last.stdout, last.stderr, last.status]).toEqual([stdout, stderr, stderr === "" ? 0 : 1]);
  });

  test("several objects with -o yaml are one list without a version", () => {
    expect(run(["apply -f two.yaml -o yaml"]).last.stdout).toMatch(/^apiVersion: v1\nitems:\n- apiVersion: v1\n[^]*\nkind: List\nmetadata: \{\}\n$/);
  });

  test("view-last-applied shows the file", () => {
    expect(run(["apply -f d1.yaml", "apply view-last-applied cm/d1"]).last.stdout).toBe('apiVersion: v1\ndata:\n  a: "2"\n  b: "1"\nkind: ConfigMap\nmetadata:\n  annotations: {}\n  name: d1\n  namespace: default\n');
    expect(run(["apply -f d1.yaml", "apply view-last-applied cm d1 -o json"]).last.stdout).toMatch(/^\{\n {2}"apiVersion": "v1",\n/);
  });
});

describe("kubectl apply --server-side", () => {
  test("takes over from client-side apply, so that fields still go when the file loses them", () => {
    const { sim, all } = run(["apply -f d1.yaml", "apply -f d1b.yaml --server-side"]);
    expect(all).toBe("configmap/d1 created\nconfigmap/d1 serverside-applied\n");
    const { data, metadata } = sim.send<KubeObject & { data: unknown }>(get(CONFIGMAPS, { namespace: "default", name: "d1" }));
    expect(data).toEqual({ a: "3" });
    expect(metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`).sort()).toEqual(["kubectl Apply", "kubectl-last-applied Apply"]);
  });

  test("tells of a conflict, and overrides it if forced to", () => {
    const { all } = run(["apply -f d1.yaml --server-side", "apply -f d1b.yaml --server-side --field-manager=me", "apply -f d1b.yaml --server-side --field-manager=me --force-conflicts"]);
    expect(all).toBe(`configmap/d1 serverside-applied\n${CONFLICT}configmap/d1 serverside-applied\n`);
  });

  test("an unknown field is the server's to refuse", () => {
    expect(run(["apply -f ds-typo.yaml --server-side"]).last.stderr).toBe('Error from server: failed to create typed patch object (default/log-collector; apps/v1, Kind=DaemonSet): .spec.template.spec.containers[name="agent"].imagee: field not declared in schema\n');
    expect(run(["apply -f ds.yaml --server-side"]).sim.send<KubeObject>(get(DAEMONSETS, { namespace: "default", name: "log-collector" })).metadata.annotations).not.toHaveProperty("kubectl.kubernetes.io/last-applied-configuration");
  });
});
