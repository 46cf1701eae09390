import { apiVersionOf, RESOURCES, type Resource } from "../../api/resources.ts";
import { explainText } from "../explain/explain-text.ts";
import { fail, failure } from "../kubectl/errors.ts";
import { customResources, findResource } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type Verb } from "../kubectl/verb.ts";
import { print, schemas, type Process, type Steps } from "../process.ts";

const FORMATS = ["plaintext", "plaintext-openapiv2"];

/**
 * `kubectl explain`. The descriptions are this product's own words, as `/openapi/v3` serves them.
 * Source: kubectl pkg/cmd/explain/explain.go (1.36)
 */
export const explain: Verb = {
  name: "explain",
  flags: [
    { name: "recursive", short: "R", type: "bool" },
    { name: "api-version", type: "string" },
    { name: "output", short: "o", type: "string" },
  ],
  places: ["type"],
  run,
};

function* run(args: Arguments): Process {
  const [word, ...more] = args.words;
  if (word === undefined) fail('You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.');
  if (more.length > 0) fail("We accept only this format: explain RESOURCE");
  const { resource, path } = yield* fieldOf(word, args.text("api-version"));
  const format = args.text("output") ?? "plaintext";
  if (format === "plaintext-openapiv2") fail(`couldn't find resource for "${apiVersionOf(resource)}, Kind=${resource.kind}"`);
  if (!FORMATS.includes(format)) fail(`unrecognized format: ${format}`);
  const all = yield* schemas([resource]);
  const schema = Object.values(all).find((s) => isKind(s, resource));
  yield* print(`${resource.group ? `GROUP:      ${resource.group}\n` : ""}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`);
  const text = schema && explainText(all, schema, path, { isRecursive: args.is("recursive") });
  if (text === undefined) throw failure(`field ${JSON.stringify(path.at(-1) ?? "")} does not exist`);
  yield* print(`${text}\n`);
  return 0;
}

/** `ds.spec` and `daemonsets.apps.spec`: the kind, with its group if that follows, and the names of fields. */
function* fieldOf(word: string, apiVersion: string | undefined): Steps<{ readonly resource: Resource; readonly path: readonly string[] }> {
  const [type = "", ...rest] = word.replace(/\.$/, "").split(".");
  const custom = yield* customResources();
  const all = [...RESOURCES, ...custom];
  const wanted = apiVersion === undefined ? all : all.filter((r) => apiVersionOf(r) === apiVersion);
  for (let length = rest.length; length > 0; length--) {
    const group = rest.slice(0, length).join(".");
    const inGroup = findResource(type, wanted.filter((r) => r.group === group));
    if (inGroup) return { resource: inGroup, path: rest.slice(length) };
  }
  const resource = findResource(type, wanted);
  if (resource) return { resource, path: rest };
  if (apiVersion !== undefined && findResource(type, all)) fail(`couldn't find resource for "${apiVersion}, Resource=${findResource(type, all)!.plural}"`);
  throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
}

function isKind(schema: Readonly<Record<string, unknown>>, { group, version, kind }: Resource): boolean {
  const kinds = (schema["x-kubernetes-group-version-kind"] ?? []) as readonly { readonly group: string; readonly version: string; readonly kind: string }[];
  return kinds.some((k) => k.group === group && k.version === version && k.kind === kind);
}
