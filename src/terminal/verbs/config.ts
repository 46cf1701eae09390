import { toYaml } from "../../api/to-yaml.ts";
import { fail } from "../kubectl/errors.ts";
import { CONTEXT, SERVER, USER } from "../kubectl/kubeconfig.ts";
import type { Arguments, KubectlContext, Verb } from "../kubectl/verb.ts";
import { print, type Process } from "../process.ts";
import { alignedLines } from "../print/table.ts";

const NO_HEADERS = { name: "no-headers", type: "bool" } as const;
const OUTPUT = { name: "output", short: "o", type: "string" } as const;

interface KubeConfig {
  readonly apiVersion: "v1";
  readonly clusters: readonly { readonly cluster: { readonly server: string }; readonly name: string }[];
  readonly contexts: readonly { readonly context: { readonly cluster: string; readonly namespace: string; readonly user: string }; readonly name: string }[];
  readonly "current-context": string;
  readonly kind: "Config";
  readonly users: readonly { readonly name: string; readonly user: object }[];
}

/** `kubectl config`: one cluster, one user, one context, of which the namespace can be changed. Source: kubectl pkg/cmd/config (1.36) */
export const configVerbs: readonly Verb[] = [
  { name: "config view", flags: [OUTPUT, ...["minify", "raw", "flatten", "merge"].map((name) => ({ name, type: "bool" }) as const)], run: view },
  { name: "config current-context", flags: [], run: currentContext },
  { name: "config get-contexts", flags: [NO_HEADERS, OUTPUT], places: [[CONTEXT]], run: getContexts },
  { name: "config use-context", aliases: ["config use"], flags: [], places: [[CONTEXT]], run: useContext },
  { name: "config set-context", flags: [{ name: "current", type: "bool" }], places: [[CONTEXT]], run: setContext },
  { name: "config get-clusters", flags: [], run: () => names(CONTEXT) },
  { name: "config get-users", flags: [], run: () => names(USER) },
];

function* view(args: Arguments, { namespace }: KubectlContext): Process {
  const config: KubeConfig = {
    apiVersion: "v1",
    clusters: [{ cluster: { server: SERVER }, name: CONTEXT }],
    contexts: [{ context: { cluster: CONTEXT, namespace, user: USER }, name: CONTEXT }],
    "current-context": CONTEXT,
    kind: "Config",
    users: [{ name: USER, user: {} }],
  };
  switch (args.text("output") ?? "yaml") {
    case "yaml": yield* print(toYaml(config)); break;
    case "json": yield* print(`${JSON.stringify(inGoOrder(config), null, 4)}\n`); break;
    default: fail(`unable to match a printer suitable for the output format ${JSON.stringify(args.text("output"))}, allowed formats are: json,yaml`);
  }
  return 0;
}

/** As kubectl's own types list their fields, which its JSON keeps. */
function inGoOrder({ kind, apiVersion, clusters, users, contexts, "current-context": current }: KubeConfig): object {
  return {
    kind, apiVersion,
    clusters: clusters.map(({ name, cluster }) => ({ name, cluster })),
    users,
    contexts: contexts.map(({ name, context: { cluster, user, namespace } }) => ({ name, context: { cluster, user, namespace } })),
    "current-context": current,
  };
}

function* currentContext(): Process {
  yield* print(`${CONTEXT}\n`);
  return 0;
}

function* getContexts(args: Arguments, { namespace }: KubectlContext): Process {
  const output = args.text("output") ?? "";
  if (output !== "" && output !== "name") fail(`output must be one of '' or 'name': ${output}`);
  const missing = args.words.filter((name) => name !== CONTEXT);
  const isShown = args.words.length === 0 || args.words.includes(CONTEXT);
  if (output === "name") yield* print(isShown ? `${CONTEXT}\n` : "");
  else {
    const header = args.is("no-headers") ? [] : [["CURRENT", "NAME", "CLUSTER", "AUTHINFO", "NAMESPACE"]];
    yield* print(alignedLines([...header, ...(isShown ? [["*", CONTEXT, CONTEXT, USER, namespace]] : [])]));
  }
  if (missing.length > 0) fail(missing.map((name) => `context ${name} not found`).join("\n"));
  return 0;
}

function* useContext(args: Arguments): Process {
  const [name] = args.words;
  if (name === undefined || args.words.length > 1) fail(`Unexpected args: [${args.words.join(" ")}]`);
  if (name !== CONTEXT) fail(`no context exists with the name: ${JSON.stringify(name)}`);
  yield* print(`Switched to context ${JSON.stringify(CONTEXT)}.\n`);
  return 0;
}

/** Departure: another context, cluster or user cannot be made: there is no other cluster to ask. */
function* setContext(args: Arguments, { setNamespace }: KubectlContext): Process {
  const [name, ...more] = args.words;
  if (more.length > 0) fail(`Unexpected args: [${args.words.join(" ")}]`);
  if (name === undefined && !args.is("current")) fail("you must specify a non-empty context name or --current");
  if (name !== undefined && args.is("current")) fail("you cannot specify both a context name and --current");
  if (name !== undefined && name !== CONTEXT) fail(`this page's kubectl has one context, ${CONTEXT}, for the one cluster there is`);
  if (args.has("cluster") || args.has("user")) fail("this page's kubectl has one cluster and one user: only --namespace can be set");
  const namespace = args.text("namespace");
  if (namespace !== undefined) setNamespace?.(namespace || "default");
  yield* print(`Context ${JSON.stringify(CONTEXT)} modified.\n`);
  return 0;
}

function* names(name: string): Process {
  yield* print(`NAME\n${name}\n`);
  return 0;
}
