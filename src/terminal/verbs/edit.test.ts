import { describe, expect, test } from "vitest";
import { get } from "../../api/request.ts";
import { CONFIGMAPS } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { SimCluster } from "../../engine/testing/sim-cluster.ts";
import { HOME } from "../files.ts";
import { manifestFiles } from "../testing/manifests.ts";
import { runLine } from "../testing/run-on-cluster.ts";

type Editor = (text: string) => string | undefined;

/** Edits on a cluster with the ConfigMap d1 and a DaemonSet: one editor for each time the file is opened. */
function edit(line: string, ...editors: readonly Editor[]) {
  const sim = new SimCluster();
  const files = manifestFiles();
  for (const file of ["d1.yaml", "two.yaml", "ds.yaml"]) runLine(sim.cluster, ["create", "-f", file], { files });
  const opened: string[] = [];
  const ran = runLine(sim.cluster, ["edit", ...line.split(" ")], { files, edit: (text) => editors[opened.push(text) - 1]?.(text) });
  const kept = (files.list("/tmp") ?? []).map((name) => name.replace(/\d+/, "N"));
  return { ...ran, stderr: ran.stderr.replace(/edit-\d+/g, "edit-N"), opened, kept, sim };
}

const HEAD = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

const change: Editor = (text) => text.replace('a: "2"', 'a: "55"');

/* Texts recorded with kubectl v1.36.3. */
describe("kubectl edit", () => {
  test("opens the object below a head of comments and sends what was changed", () => {
    const { stdout, stderr, status, opened, sim } = edit("cm d1", change);
    expect([stdout, stderr, status]).toEqual(["configmap/d1 edited\n", "", 0]);
    expect(opened[0]!.startsWith(`${HEAD}apiVersion: v1\ndata:\n  a: "2"\n  b: "1"\nkind: ConfigMap\nmetadata:\n`)).toBe(true);
    expect(opened[0]).not.toContain("managedFields");
    expect(sim.send<KubeObject & { data: unknown }>(get(CONFIGMAPS, { namespace: "default", name: "d1" })).data).toEqual({ a: "55", b: "1" });
  });

  test.each<[string, Editor]>([
    ["closed", () => undefined],
    ["saved as it was", (text) => text],
    ["saved with another comment", (text) => `# hm\n${text}`],
  ])("does nothing if the file was %s", (_, editor) => {
    expect(edit("cm d1", editor)).toMatchObject({ stdout: "", stderr: "Edit cancelled, no changes made.\n", status: 0, kept: [] });
  });

  test("a refused edit comes back with the reasons, and is kept when the person gives up", () => {
    const { stderr, status, opened, kept } = edit("ds log-collector", (text) => text.replaceAll("app: log-collector", "app: zzz"), (text) => text);
    expect(stderr).toBe('error: daemonsets.apps "log-collector" is invalid\nA copy of your changes has been stored to "/tmp/kubectl-edit-N.yaml"\nerror: Edit cancelled, no valid changes were saved.\n');
    expect([status, kept]).toEqual([1, ["kubectl-edit-N.yaml"]]);
    expect(opened[1]!.startsWith(`${HEAD}# daemonsets.apps "log-collector" was not valid:\n# * spec.selector: Invalid value: {"matchLabels":{"app":"zzz"}}: field is immutable\n#\napiVersion: apps/v1\n`)).toBe(true);
    expect(opened[1]).toContain("app: zzz");
  });

  test("a refused edit can be mended", () => {
    const { stdout, stderr, kept } = edit("ds log-collector", (text) => text.replace(" image: ", " imagee: "), (text) => text.replace(" imagee: ", " image: x"));
    expect([stdout, stderr, kept]).toEqual(["daemonset.apps/log-collector edited\n", 'error: daemonsets.apps "log-collector" is invalid\n', []]);
  });

  test("broken YAML and unknown kinds come back too", () => {
    const broken = edit("cm d1", (text) => text.replace("kind: ConfigMap", "kind: ["), () => undefined);
    expect(broken.opened[1]).toContain('# configmaps "d1" was not valid:\n# * <nil>: Invalid value: "The edited file failed validation": yaml: line');
    const unknown = edit("cm d1", (text) => text.replace("apiVersion: v1", "apiVersion: v3"), () => undefined);
    expect(unknown.opened[1]).toContain(`# The edited file had a syntax error: resource mapping not found for name: "d1" namespace: "default" from ${JSON.stringify("edited-file")}: no matches for kind "ConfigMap" in version "v3"\n# ensure CRDs are installed first\n#\n`);
    expect(unknown.stderr).toBe('A copy of your changes has been stored to "/tmp/kubectl-edit-N.yaml"\nerror: Edit cancelled, no valid changes were saved.\n');
  });

  test("what the object is cannot be edited", () => {
    expect(edit("cm d1", (text) => text.replace("name: d1", "name: other"))).toMatchObject({
      status: 1, stderr: 'A copy of your changes has been stored to "/tmp/kubectl-edit-N.yaml"\nerror: At least one of apiVersion, kind and name was changed\n',
    });
  });

  test("an edit of an old version is kept for a replace", () => {
    expect(edit("cm d1", (text) => change(text)!.replace(/resourceVersion: .*/, 'resourceVersion: "1"'))).toMatchObject({
      status: 1, kept: ["kubectl-edit-N.yaml"],
      stderr: 'error: configmaps "d1" could not be patched: Operation cannot be fulfilled on configmaps "d1": the object has been modified; please apply your changes to the latest version and try again\nYou can run `kubectl replace -f /tmp/kubectl-edit-N.yaml` to try this update again.\n',
    });
  });

  test("several objects are one list", () => {
    const { stdout, opened } = edit("cm d1 two-a", change);
    expect(stdout).toBe("configmap/d1 edited\nconfigmap/two-a skipped\n");
    expect(opened[0]).toMatch(/^#[^]*\napiVersion: v1\nitems:\n- apiVersion: v1\n[^]*\nkind: List\nmetadata: \{\}\n$/);
  });

  test("-o json has no comments; -o prints the result; --output-patch the patch", () => {
    const { opened, stdout } = edit("cm d1 -o json", (text) => text.replace('"a": "2"', '"a": "58"'));
    expect([opened[0]!.startsWith('{\n    "apiVersion": "v1",'), stdout.startsWith('{\n    "apiVersion": "v1",\n    "data": {\n        "a": "58"')]).toEqual([true, true]);
    expect(edit("cm d1 --output-patch", change).stdout).toBe('Patch: {"data":{"a":"55"}}\nconfigmap/d1 edited\n');
  });

  test.each([
    ["cm nope nope2", 'Error from server (NotFound): configmaps "nope" not found\nError from server (NotFound): configmaps "nope2" not found\n'],
    ["foo x", 'error: the server doesn\'t have a resource type "foo"\n'],
    ["cm -l a=b", "error: unknown shorthand flag: 'l' in -l\nSee 'kubectl edit --help' for usage.\n"],
  ])("edit %s", (line, stderr) => {
    expect(edit(line)).toMatchObject({ stdout: "", stderr, status: 1, opened: [] });
  });

  test("files are looked up from the home folder", () => {
    expect(HOME).toBe("/home/you");
    expect(edit("-f d1.yaml", change).stdout).toBe("configmap/d1 edited\n");
  });
});
