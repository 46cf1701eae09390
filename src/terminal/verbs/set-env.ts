import { CONFIGMAPS, SECRETS } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import type { Container, EnvVar, PodSpec } from "../../api/types/pod.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { hasFiles } from "../manifest-files.ts";
import { complain, print, readLine, type Steps } from "../process.ts";
import { resolvedValue } from "./env-resolve.ts";
import type { Found } from "./objects.ts";
import { outcomeOf } from "./outcome.ts";
import { containersPatch, matchingContainers, objectsToSet, podSpecOf, setPodSpecs, SET_FLAGS, type SpecChange } from "./pod-specs.ts";
import { isPair } from "./pair-words.ts";

/** `kubectl set env TYPE/NAME KEY=VALUE KEY-`. Source: kubectl pkg/cmd/set/set_env.go (1.36) */
export const setEnv: Verb = {
  name: "set env",
  flags: [
    ...SET_FLAGS,
    { name: "containers", short: "c", type: "string" },
    { name: "env", short: "e", type: "array" },
    { name: "from", type: "string" },
    { name: "keys", type: "strings" },
    { name: "list", type: "bool" },
    { name: "overwrite", type: "bool" },
    { name: "prefix", type: "string" },
    { name: "resolve", type: "bool" },
  ],
  places: ["type/name"],
  run,
};

interface Edits { readonly set: readonly EnvVar[]; readonly remove: readonly string[] }

function* run(args: Arguments, context: KubectlContext): Process {
  if (args.is("all") && args.text("selector")) fail("cannot set --all and --selector at the same time");
  const first = args.words.findIndex(isPair);
  const [resources, pairs] = first < 0 ? [args.words, []] : [args.words.slice(0, first), args.words.slice(first)];
  if (!pairs.every(isPair)) fail(`all resources must be specified before environment changes: ${args.words.join(" ")}`);
  const outcome = yield* outcomeOf(args);
  if (resources.length === 0 && !hasFiles(args)) fail("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  if (args.is("list") && args.has("output")) fail("--list and --output may not be specified together");
  if (args.texts("keys").length > 0 && !args.text("from")) fail("when specifying --keys, a configmap or secret must be provided with --from");
  const written = yield* editsOf([...args.texts("env"), ...pairs]);
  const prefix = args.text("prefix") ?? "";
  const imported = yield* importedFrom(args, context);
  const edits: Edits = { ...written, set: [...written.set, ...imported].map((variable) => ({ ...variable, name: prefix + variable.name })) };
  const objects = yield* objectsToSet(resources, args, context);
  if (args.is("list")) {
    for (const found of objects) yield* listEnv(found, edits, args);
    return 0;
  }
  yield* warnOfNone(objects, args);
  yield* setPodSpecs(objects, (spec) => changeOf(spec, edits, args), { outcome, word: "env updated", failed: "failed to patch env update to pod template:", fieldManager: args.text("field-manager") ?? "kubectl-set", isLocal: args.is("local") });
  return 0;
}

const NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
const ABOUT_NAME =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";

/** `-` alone stands for the lines of the standard input. Source: kubectl pkg/cmd/set/env/env_parse.go ParseEnv */
function* editsOf(specs: readonly string[]): Steps<Edits> {
  const set: EnvVar[] = [];
  const remove: string[] = [];
  for (const spec of specs) {
    if (spec === "-") set.push(...(yield* readVariables()));
    else if (spec.includes("=")) set.push(variableOf(spec));
    else if (spec.endsWith("-")) remove.push(spec.slice(0, -1));
    else fail(`unknown environment variable: ${spec}`);
  }
  if (remove.some((name) => set.some((variable) => variable.name === name))) fail("can not both modify and remove the same environment variable in the same command");
  return { set, remove };
}

function variableOf(spec: string): EnvVar {
  const name = spec.slice(0, spec.indexOf("="));
  if (!NAME.test(name)) fail(`${JSON.stringify(name)} is not a valid key name: ${ABOUT_NAME}`);
  return { name, value: spec.slice(spec.indexOf("=") + 1) };
}

function* readVariables(): Steps<readonly EnvVar[]> {
  const variables: EnvVar[] = [];
  for (let line = yield* readLine(); line !== undefined; line = yield* readLine()) {
    if (line.trim() !== "" && !line.startsWith("#") && line.indexOf("=") > 0) variables.push(variableOf(line));
  }
  return variables;
}

/** `--from`: a variable for each key of a ConfigMap or Secret. */
function* importedFrom(args: Arguments, context: KubectlContext): Steps<readonly EnvVar[]> {
  const from = args.text("from");
  if (!from) return [];
  const variables: EnvVar[] = [];
  for (const { resource, object } of yield* objectsToSet([from], withoutFiles(args), context)) {
    if (resource !== CONFIGMAPS && resource !== SECRETS) fail("unsupported resource specified in --from");
    const keys = args.texts("keys");
    for (const key of Object.keys((object as { readonly data?: object }).data ?? {}).sort()) {
      if (keys.length > 0 && !keys.includes(key)) continue;
      const name = key.replace(/[^a-zA-Z0-9_]/g, "_").toUpperCase();
      if (name !== key) yield* complain(`Warning: key ${key} transferred to ${name}\n`);
      const reference = { name: object.metadata.name, key };
      variables.push({ name, valueFrom: resource === CONFIGMAPS ? { configMapKeyRef: reference } : { secretKeyRef: reference } });
    }
  }
  return variables;
}

/** `-f` names what is changed, not what is read from. */
function withoutFiles(args: Arguments): Arguments {
  return { ...args, is: (flag) => flag !== COMMON_FLAGS.local.name && args.is(flag), texts: (flag) => (flag === COMMON_FLAGS.filename.name ? [] : args.texts(flag)) };
}

function changeOf(spec: PodSpec, edits: Edits, args: Arguments): SpecChange {
  const matching = matchingOf(spec, args);
  const clash = args.has("overwrite") && !args.is("overwrite") ? clashOf(matching, edits) : undefined;
  if (clash) return { refusal: `'${clash.name}' already has a value (${clash.value ?? ""}), and --overwrite is false` };
  const body = containersPatch(spec, (container) => (matching.includes(container) ? envPatch(container.env ?? [], edits) : undefined));
  return body ? { patch: body } : {};
}

function matchingOf(spec: PodSpec, args: Arguments): readonly Container[] {
  const pattern = args.text("containers") ?? "*";
  return [...matchingContainers(spec.containers, pattern), ...matchingContainers(spec.initContainers, pattern)];
}

function clashOf(containers: readonly Container[], { set }: Edits): EnvVar | undefined {
  return containers.flatMap(({ env = [] }) => env).find((old) => set.some(({ name, value }) => name === old.name && value !== old.value));
}

/** Variables keep their places; new ones come last. Source: set_env.go updateEnv */
function edited(old: readonly EnvVar[], { set, remove }: Edits): readonly EnvVar[] {
  const newest = new Map(set.map((variable) => [variable.name, set.find(({ name }) => name === variable.name)!]));
  const kept = old.filter(({ name }) => !remove.includes(name)).map((variable) => newest.get(variable.name) ?? variable);
  return [...kept, ...[...newest.values()].filter(({ name }) => !old.some((variable) => variable.name === name))];
}

function envPatch(old: readonly EnvVar[], edits: Edits): Readonly<Record<string, unknown>> | undefined {
  const env = edited(old, edits);
  const changed = env.filter((variable) => !deepEqual(variable, old.find(({ name }) => name === variable.name)));
  const gone = old.filter(({ name }) => !env.some((variable) => variable.name === name));
  if (changed.length + gone.length === 0) return undefined;
  // What a variable had besides must go: it may have either a value or a place where it comes from.
  const full = changed.map((variable) => ({ ...(variable.valueFrom ? { value: null } : { valueFrom: null }), ...variable }));
  return {
    "$setElementOrder/env": env.map(({ name }) => ({ name })),
    env: [...full, ...gone.map(({ name }) => ({ $patch: "delete", name }))],
  };
}

function* warnOfNone(objects: readonly Found[], args: Arguments): Steps<void> {
  for (const found of objects) {
    const { object } = found;
    const spec = podSpecOf(found);
    if (spec && matchingOf(spec, args).length === 0) {
      yield* complain(`Warning: ${object.kind}/${object.metadata.name} does not have any containers matching ${JSON.stringify(args.text("containers") ?? "*")}\n`);
    }
  }
}

function* listEnv(found: Found, edits: Edits, args: Arguments): Steps<void> {
  const { object } = found;
  const spec = podSpecOf(found);
  for (const container of spec ? matchingOf(spec, args) : []) {
    const unresolved = new Map<string, string[]>();
    yield* print(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`);
    for (const { name, value = "", valueFrom } of edited(container.env ?? [], edits)) {
      const resolved = valueFrom && args.is("resolve") ? yield* resolvedValue(valueFrom, { object, container }) : undefined;
      if (resolved && "error" in resolved) unresolved.set(resolved.error, [...(unresolved.get(resolved.error) ?? []), name]);
      if (resolved && "value" in resolved) yield* print(`${name}=${resolved.value}\n`);
      else yield* print(valueFrom ? `# ${name} from ${sourceText(valueFrom)}\n` : `${name}=${value}\n`);
    }
    const lines = [...unresolved].map(([error, names]) => `error retrieving reference for ${names.sort().join(", ")}: ${error}\n`);
    yield* complain(lines.sort().join(""));
  }
}

/** Source: kubectl pkg/cmd/set/env/env_resolve.go GetEnvVarRefString */
function sourceText({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: NonNullable<EnvVar["valueFrom"]>): string {
  if (configMapKeyRef) return `configmap ${configMapKeyRef.name ?? ""}, key ${configMapKeyRef.key}`;
  if (resourceFieldRef) return `resource field ${resourceFieldRef.containerName ? `${resourceFieldRef.containerName}/` : ""}${resourceFieldRef.resource}`;
  if (fieldRef) return `field path ${fieldRef.fieldPath}`;
  return secretKeyRef ? `secret ${secretKeyRef.name ?? ""}, key ${secretKeyRef.key}` : "invalid valueFrom";
}
