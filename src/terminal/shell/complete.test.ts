import { expect, test } from "vitest";
import type { KubeRequest } from "../../api/request.ts";
import { Files, HOME } from "../files.ts";
import { completeKubectl } from "../kubectl/completion.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import type { Verb } from "../kubectl/verb.ts";
import type { Steps } from "../process.ts";
import { PROGRAMS } from "../programs/list.ts";
import { commandAt } from "./command-words.ts";
import { complete } from "./complete.ts";
import { newShell } from "./shell.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  namespaces: ["default", "kube-system"], nodes: ["node-1", "node-2"], pods: ["node-logger-a", "node-logger-b", "web"], "daemonsets.apps": ["node-logger"], customresourcedefinitions: [],
};

/** Answers list requests from the names above. */
function result<Out>(steps: Steps<Out>): Out {
  let reply: unknown;
  for (;;) {
    const step = steps.next(reply);
    if (step.done) return step.value;
    const request = (step.value as { readonly request: KubeRequest }).request;
    const items = (NAMES[request.resource] ?? []).map((name) => ({ metadata: { name, labels: { app: "logger", tier: "", "pod-template-generation": "1" } }, spec: { containers: [{ name: "logger" }, { name: "sidecar" }] } }));
    reply = { ok: true, code: 200, body: { items } };
  }
}

const verb = (name: string, more: Partial<Verb> = {}): Verb => ({ name, flags: [COMMON_FLAGS.output, COMMON_FLAGS.selector, COMMON_FLAGS.fieldSelector, COMMON_FLAGS.filename, COMMON_FLAGS.allNamespaces, { name: "container", short: "c", type: "string" }], run: () => { throw new Error("only completed"); }, ...more });
const VERBS = [verb("get"), verb("apply", { places: [] }), verb("rollout status"), verb("rollout undo"), verb("drain", { places: ["node"] }), verb("logs"), verb("label", { places: ["type", "name"] }), verb("config", { places: [["view", "current-context"]] })];

test.each<[string, readonly string[] | "files"]>([
  ["g", ["get"]],
  ["rollout ", ["status", "undo"]],
  ["rollout s", ["status"]],
  ["get daemon", ["daemonsets"]],
  ["get ds ", ["node-logger"]],
  ["get ds,po", ["ds,pods", "ds,podtemplates", "ds,poddisruptionbudgets", "ds,po"]],
  ["get pods node-logger-a node", ["node-logger-b"]],
  ["get pod/w", ["pod/web"]],
  ["get --all", ["--all-namespaces"]],
  ["get --ou", ["--output="]],
  ["get -o y", ["yaml"]],
  ["get --output=y", ["--output=yaml"]],
  ["get -n k", ["kube-system"]],
  ["get -n kube-system po", ["pods", "podtemplates", "poddisruptionbudgets", "po"]],
  ["apply -f ", "files"],
  ["drain ", ["node-1", "node-2"]],
  ["logs n", ["node-logger-a", "node-logger-b"]],
  ["logs web -c ", ["logger", "sidecar"]],
  ["label nodes node-", ["node-1", "node-2"]],
  ["get pods -l ", ["app=logger", "tier"]],
  ["get pods -l app=logger,t", ["app=logger,tier"]],
  ["get pods --field-selector sta", ["status.phase="]],
  ["get pods --field-selector=status.phase=R", ["--field-selector=status.phase=Running"]],
  ["get pods --field-selector spec.nodeName!=", ["spec.nodeName!=node-1", "spec.nodeName!=node-2"]],
  ["config c", ["current-context"]],
  ["help roll", ["rollout"]],
  ["help rollout s", ["status"]],
  ["nope x", []],
])("kubectl %s", (line, candidates) => {
  const words = line.split(" ");
  const found = result(completeKubectl(words.slice(0, -1), words.at(-1)!, { files: new Files(), cwd: HOME, namespace: "default" }, VERBS));
  expect(found === "files" ? found : [...found].sort()).toEqual(candidates === "files" ? candidates : [...candidates].sort());
});

test.each<[string, readonly string[]]>([
  ["kube", ["kubectl"]],
  ["cat d", ["ds.yaml"]],
  ["cat no", ["notes/"]],
  ["cat notes/", ["notes/a.txt"]],
  ["echo a | gr", ["grep"]],
  ["cat < ds", ["ds.yaml"]],
  ["echo $(ca", ["cat"]],
  ["for i in a; do ec", ["echo"]],
  ["watch -n 5 cat d", ["ds.yaml"]],
  ["X=1 whi", ["which"]],
])("%s", (line, candidates) => {
  const shell = newShell(new Files([[`${HOME}/ds.yaml`, ""], [`${HOME}/notes/a.txt`, ""]]), PROGRAMS);
  expect(result(complete(line, shell)).candidates).toEqual(candidates);
});

test("the command at the cursor, its words without their quotes", () => {
  expect(commandAt("ls; kubectl get 'a b' \"c")).toEqual({ before: ["kubectl", "get", "a b"], current: "c", from: 22, quote: '"', isRedirect: false });
  expect(commandAt("cat a > b > ")).toMatchObject({ before: ["cat", "a"], current: "", isRedirect: true });
});
