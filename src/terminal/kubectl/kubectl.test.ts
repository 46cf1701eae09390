import { describe, expect, test } from "vitest";
import { CUSTOMRESOURCEDEFINITIONS } from "../../api/resources.ts";
import { Files } from "../files.ts";
import { print, send, type Process, type Steps } from "../process.ts";
import { COMMON_FLAGS, parseArguments, requireFlags } from "./arguments.ts";
import { ask, serverErrorText } from "./errors.ts";
import { runKubectl } from "./kubectl.ts";
import { objectName, targetsOf } from "./resources.ts";
import { KubectlError, type Arguments, type Verb } from "./verb.ts";

/* Texts recorded with kubectl v1.36 (and, for values of flags, v1.32). */

const { allNamespaces, output, filename, selector } = COMMON_FLAGS;
const GET: Verb = { name: "get", flags: [allNamespaces, output, filename, selector, { name: "watch", short: "w", type: "bool" }, { name: "timeout", type: "duration" }, { name: "tail", type: "int" }, { name: "dry-run", type: "optional", alone: "unchanged" }], run: () => ends(0) };

/** A verb that does nothing but end. */
function* ends(status: number): Process {
  yield* print("");
  return status;
}

/** Runs a process without a world: what it writes, and its status. `answer` stands for the API server. */
function run(words: string, verbs: readonly Verb[], answer: (request: unknown) => unknown = () => ({ ok: true, code: 200, body: { items: [] } })): { stdout: string; stderr: string; status: number } {
  const process = runKubectl(words.split(" ").filter(Boolean), { files: new Files(), cwd: "/", namespace: "default" }, verbs);
  const written = { stdout: "", stderr: "" };
  let reply: unknown;
  for (;;) {
    const step = process.next(reply);
    if (step.done) return { ...written, status: step.value };
    const effect = step.value;
    reply = undefined;
    if (effect.kind === "write") written[effect.to] += effect.text;
    else if (effect.kind === "send") reply = answer(effect.request);
  }
}

describe("flags", () => {
  const parsed = (line: string): Arguments => parseArguments(line.split(" ").filter(Boolean), GET.flags, "get");

  test("stand anywhere, in every form that pflag takes", () => {
    const args = parsed("pods -A -oyaml a --selector app=x -f=a.yaml --filename b.yaml,c.yaml --timeout=1m30s --tail -1 -nkube-system -- -x y");
    expect(args.words).toEqual(["pods", "a"]);
    expect(args.rest).toEqual(["-x", "y"]);
    expect([args.is("all-namespaces"), args.text("output"), args.text("selector"), args.text("namespace")]).toEqual([true, "yaml", "app=x", "kube-system"]);
    expect(args.texts("filename")).toEqual(["a.yaml", "b.yaml", "c.yaml"]);
    expect([args.number("timeout"), args.number("tail"), args.number("v")]).toEqual([90_000, -1, undefined]);
  });

  test("a switch takes a value only after an equals sign", () => {
    const args = parsed("-wA --watch=false --dry-run client");
    expect([args.is("watch"), args.has("watch"), args.is("all-namespaces"), args.text("dry-run"), args.words]).toEqual([false, true, true, "unchanged", ["client"]]);
  });

  test.each([
    ["pods --foo", "unknown flag: --foo"],
    ["pods -x", "unknown shorthand flag: 'x' in -x"],
    ["-Axy", "unknown shorthand flag: 'x' in -xy"],
    ["pods -o", "flag needs an argument: 'o' in -o"],
    ["pods --output", "flag needs an argument: --output"],
    ["--=x", "bad flag syntax: --=x"],
    ["---x", "bad flag syntax: ---x"],
    ["-A=maybe", 'invalid argument "maybe" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
    ["--tail=x", 'invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax'],
    ["--timeout=5", 'invalid argument "5" for "--timeout" flag: time: missing unit in duration "5"'],
    ["--timeout=abc", 'invalid argument "abc" for "--timeout" flag: time: invalid duration "abc"'],
  ])("get %s: %s", (line, text) => {
    expect(run(`get ${line}`, [GET])).toEqual({ stdout: "", stderr: `error: ${text}\nSee 'kubectl get --help' for usage.\n`, status: 1 });
  });

  test("one that is missing is named", () => {
    const scale: Verb = { name: "scale", flags: [{ name: "replicas", type: "int" }], run: (args) => { requireFlags(args, ["replicas"]); return ends(0); } };
    expect(run("scale", [scale]).stderr).toBe('error: required flag(s) "replicas" not set\n');
  });
});

describe("commands", () => {
  const status: Verb = { name: "rollout status", flags: [{ name: "watch", short: "w", type: "bool" }], run: (args) => ends(args.words.length) };

  test.each([
    ["foo", "foo", "\ttop\n"],
    ["gett", "gett", "\tset\n\tget\n"],
    ["aply", "aply", "\tapply\n"],
  ])("an unknown one: %s", (line, word, suggestions) => {
    expect(run(line, [GET])).toEqual({ stdout: "", stderr: `error: unknown command "${word}" for "kubectl"\n\nDid you mean this?\n${suggestions}`, status: 1 });
  });

  test("of two words are found with flags between them", () => {
    expect(run("rollout -n kube-system status ds/a -w ds/b", [status]).status).toBe(2);
    expect(run("rollout foo ds/x", [status]).stderr).toBe("error: unknown command \"foo ds/x\"\nSee 'kubectl rollout -h' for help and examples\n");
    expect(run("rollout status --foo", [status]).stderr).toBe("error: unknown flag: --foo\nSee 'kubectl rollout status --help' for usage.\n");
  });

  test("that this page does not have say so", () => {
    expect(run("proxy", [GET]).stderr).toMatch(/^error: kubectl proxy is not part of this page/);
  });

  test("print help with the flags they take", () => {
    expect(run("get -h", [GET])).toMatchObject({ status: 0, stdout: expect.stringContaining("-A, --all-namespaces=false") });
  });
});

describe("what the server says", () => {
  test("a warning is printed once, before the result", () => {
    const create: Verb = {
      name: "create", flags: [],
      *run() {
        for (const name of ["a", "b"]) yield* send({ verb: "get", resource: "pods", name });
        yield { kind: "write", to: "stderr", text: "done\n" };
        return 0;
      },
    };
    expect(run("create", [create], () => ({ ok: true, code: 200, body: {}, warnings: ["old"] })).stderr).toBe("Warning: old\ndone\n");
  });

  test.each([
    [{ reason: "NotFound", message: 'daemonsets.apps "x" not found' }, 'Error from server (NotFound): daemonsets.apps "x" not found'],
    [{ message: "boom" }, "Error from server: boom"],
    [{ reason: "Invalid", message: "no" }, "The request is invalid: no"],
    [{ reason: "Invalid", details: { kind: "Pod", name: "x", causes: [{ field: "spec", message: "Required value" }] } }, 'The Pod "x" is invalid: spec: Required value'],
    [{ reason: "Invalid", details: { kind: "Pod", name: "x", causes: [{ field: "a", message: "1" }, { field: "b", message: "2" }, { field: "a", message: "1" }] } }, 'The Pod "x" is invalid: \n* a: 1\n* b: 2'],
  ])("%j", (status, text) => {
    expect(serverErrorText(status as never)).toBe(text);
  });

  test("ends the verb where it refuses", () => {
    const verb: Verb = { name: "x", flags: [], *run() { yield* ask({ verb: "get", resource: "pods", name: "y" }); return 0; } };
    expect(run("x", [verb], () => ({ ok: false, status: { reason: "NotFound", message: 'pods "y" not found' } }))).toEqual({ stdout: "", stderr: 'Error from server (NotFound): pods "y" not found\n', status: 1 });
  });
});

describe("types and names", () => {
  const WIDGETS = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", spec: { group: "example.com", scope: "Cluster", names: { kind: "Widget", plural: "widgets" }, versions: [{ name: "v1", served: true }] } };

  function read(words: string): unknown {
    const steps: Steps<unknown> = targetsOf(words.split(" ").filter(Boolean));
    let reply: unknown;
    try {
      for (;;) {
        const step = steps.next(reply);
        if (step.done) return step.value;
        expect(step.value).toMatchObject({ kind: "send", request: { resource: CUSTOMRESOURCEDEFINITIONS.key } });
        reply = { ok: true, code: 200, body: { items: [WIDGETS] } };
      }
    } catch (error) {
      if (error instanceof KubectlError) return error.message;
      throw error;
    }
  }

  test.each(["ds", "daemonset", "DaemonSets", "daemonsets.apps", "ds.apps", "ds.app", "ds.v1.apps", "DAEMONSET"])("%s is a DaemonSet", (type) => {
    expect(read(`${type} a`)).toMatchObject({ kind: "types", resources: [{ kind: "DaemonSet" }], names: ["a"] });
  });

  test("lists, categories, pairs and kinds that people defined", () => {
    expect(read("ds,pods,ds")).toMatchObject({ resources: [{ kind: "DaemonSet" }, { kind: "Pod" }] });
    expect(read("all")).toMatchObject({ resources: expect.arrayContaining([expect.objectContaining({ kind: "Pod" }), expect.objectContaining({ kind: "DaemonSet" })]) });
    expect(read("ds/a po/b")).toMatchObject({ kind: "pairs", pairs: [{ resource: { kind: "DaemonSet" }, name: "a" }, { resource: { kind: "Pod" }, name: "b" }] });
    expect(read("widget w")).toMatchObject({ resources: [{ kind: "Widget", namespaced: false }] });
    expect(read("")).toEqual({ kind: "nothing" });
  });

  test.each([
    ["foo", 'error: the server doesn\'t have a resource type "foo"'],
    ["foo.bar", 'error: the server doesn\'t have a resource type "foo"'],
    ["pods ds/a", "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"],
    ["a/b/c", "error: arguments in resource/name form may not have more than one slash"],
    ["ds/", "error: arguments in resource/name form must have a single resource and name"],
  ])("%s: %s", (words, text) => {
    expect(read(words)).toBe(text);
  });

  test("results name the singular with its group", () => {
    expect(objectName({ singular: "daemonset", group: "apps" }, "x")).toBe("daemonset.apps/x");
    expect(objectName({ singular: "pod", group: "" }, "x")).toBe("pod/x");
  });
});
