import { groupsOf } from "../../api/discovery/groups.ts";
import { RESOURCES } from "../../api/resources.ts";
import { toYaml } from "../../api/to-yaml.ts";
import { fail } from "../kubectl/errors.ts";
import { customResources } from "../kubectl/resources.ts";
import type { Arguments, Verb } from "../kubectl/verb.ts";
import { print, type Process, type Steps } from "../process.ts";
import { alignedLines } from "../print/table.ts";

const OUTPUTS = ["", "wide", "name", "json", "yaml"];

type Served = ReturnType<typeof groupsOf>[number]["versions"][number]["resources"][number];

interface Row {
  readonly group: string;
  readonly groupVersion: string;
  readonly served: Served;
}

/** `kubectl api-resources`. Source: kubectl pkg/cmd/apiresources/apiresources.go (1.36) */
export const apiResources: Verb = {
  name: "api-resources",
  flags: [
    { name: "api-group", type: "string" },
    { name: "namespaced", type: "bool" },
    { name: "verbs", type: "strings" },
    { name: "categories", type: "strings" },
    { name: "no-headers", type: "bool" },
    { name: "output", short: "o", type: "string" },
    { name: "sort-by", type: "string" },
    { name: "cached", type: "bool" },
  ],
  run: listResources,
};

/** `kubectl api-versions`. Source: kubectl pkg/cmd/apiresources/apiversions.go (1.36) */
export const apiVersions: Verb = {
  name: "api-versions",
  flags: [{ name: "cached", type: "bool" }],
  run: listVersions,
};

function* listResources(args: Arguments): Process {
  if (args.words.length > 0) fail(`unexpected arguments: [${args.words.join(" ")}]\nSee 'kubectl api-resources -h' for help and examples`);
  const output = args.text("output") ?? "";
  if (!OUTPUTS.includes(output)) fail(`unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: json,kyaml,name,wide,yaml`);
  const rows = sorted((yield* servedRows()).filter((row) => isWanted(row, args)), args.text("sort-by") ?? "");
  if (output === "name") yield* print(rows.map(({ group, served }) => `${served.name}${group ? `.${group}` : ""}\n`).join(""));
  else if (output === "json" || output === "yaml") yield* print(output === "json" ? `${JSON.stringify(listOf(rows), null, 4)}\n` : toYaml(listOf(rows)));
  else yield* print(tableOf(rows, { isWide: output === "wide", hasHeader: !args.is("no-headers") }));
  return 0;
}

function* listVersions(args: Arguments): Process {
  if (args.words.length > 0) fail(`unexpected arguments: [${args.words.join(" ")}]\nSee 'kubectl api-versions -h' for help and examples`);
  const groups = groupsOf([...RESOURCES, ...(yield* customResources())]);
  const versions = groups.flatMap(({ name, versions: all }) => all.map(({ version }) => (name ? `${name}/${version}` : version)));
  yield* print(versions.sort().map((version) => `${version}\n`).join(""));
  return 0;
}

/** Of each group the resources as its preferred version has them. */
function* servedRows(): Steps<readonly Row[]> {
  const groups = groupsOf([...RESOURCES, ...(yield* customResources())]);
  return groups.flatMap(({ name, versions }) => {
    const [preferred] = versions;
    if (!preferred) return [];
    return preferred.resources.filter((served) => !served.name.includes("/"))
      .map((served): Row => ({ group: name, groupVersion: name ? `${name}/${preferred.version}` : preferred.version, served }));
  });
}

function isWanted({ group, served }: Row, args: Arguments): boolean {
  const apiGroup = args.text("api-group");
  if (apiGroup !== undefined && group !== apiGroup) return false;
  if (args.has("namespaced") && served.namespaced !== args.is("namespaced")) return false;
  return args.texts("verbs").every((verb) => served.verbs.includes(verb)) && args.texts("categories").every((category) => served.categories.includes(category));
}

function sorted(rows: readonly Row[], by: string): readonly Row[] {
  const key = ({ group, served }: Row) => (by === "name" ? served.name : by === "kind" ? served.kind : `${group} ${served.name}`);
  if (!["", "name", "kind"].includes(by)) fail("--sort-by accepts only name or kind");
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** What discovery says of them, gathered in one list; fields in the order of the API's own types, which kubectl's JSON keeps here. */
function listOf(rows: readonly Row[]): object {
  const resources = rows.map(({ group, groupVersion, served: { name, singular, kind, namespaced, verbs, shortNames, categories } }) => ({
    name, singularName: singular, namespaced, ...(group ? { group } : {}), version: groupVersion.slice(group ? group.length + 1 : 0), kind, verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}), ...(categories.length > 0 ? { categories } : {}),
  }));
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: "", resources };
}

function tableOf(rows: readonly Row[], { isWide, hasHeader }: { readonly isWide: boolean; readonly hasHeader: boolean }): string {
  const header = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", ...(isWide ? ["VERBS", "CATEGORIES"] : [])];
  const lines = rows.map(({ groupVersion, served: { name, shortNames, namespaced, kind, verbs, categories } }) => [
    name, shortNames.join(","), groupVersion, String(namespaced), kind, ...(isWide ? [verbs.join(","), categories.join(",")] : []),
  ]);
  return alignedLines(hasHeader ? [header, ...lines] : lines);
}
