import { base64OfText } from "../../api/base64.ts";
import { CONFIGMAPS, SECRETS } from "../../api/resources.ts";
import { resolvePath } from "../files.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Flag, KubectlContext, Verb } from "../kubectl/verb.ts";
import { creating, string, strings } from "./create-kinds.ts";

const SOURCES: readonly Flag[] = [strings("from-file"), { name: "from-literal", type: "array" }, strings("from-env-file")];

/** `kubectl create configmap NAME` and `kubectl create secret generic NAME`. Source: kubectl pkg/cmd/create (1.36) */
export const CREATE_DATA: readonly Verb[] = [
  creating("create configmap", ["create cm"], SOURCES, {
    resource: CONFIGMAPS,
    failed: "failed to create configmap:",
    draft: (name, args, context) => ({ metadata: { name }, ...dataOf("ConfigMap", name, args, context, (text) => text) }),
  }),
  creating("create secret generic", [], [...SOURCES, string("type")], {
    resource: SECRETS,
    failed: "failed to create secret",
    draft: (name, args, context) => {
      const type = args.text("type");
      return { metadata: { name }, ...dataOf("Secret", name, args, context, base64OfText), ...(type ? { type } : {}) };
    },
  }),
];

type Entry = readonly [key: string, text: string];

function dataOf(kind: "ConfigMap" | "Secret", name: string, args: Arguments, context: KubectlContext, encode: (text: string) => string): { readonly data?: Readonly<Record<string, string>> } {
  if (args.has("from-env-file") && (args.has("from-file") || args.has("from-literal"))) fail("from-env-file cannot be combined with from-file or from-literal");
  const entries = [
    ...args.texts("from-file").flatMap((spec) => fileEntries(spec, context)),
    ...args.texts("from-literal").map(literalEntry),
    ...args.texts("from-env-file").flatMap((path) => environmentEntries(path, context)),
  ];
  const data = new Map<string, string>();
  for (const [key, text] of entries) {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
      fail(`${JSON.stringify(key)} is not a valid key name for a ${kind}: a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`);
    }
    if (data.has(key)) fail(`cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ${kind} ${JSON.stringify(name)}`);
    data.set(key, encode(text));
  }
  return data.size > 0 ? { data: Object.fromEntries(data) } : {};
}

function literalEntry(spec: string): Entry {
  const at = spec.indexOf("=");
  return at > 0 ? [spec.slice(0, at), unquoted(spec.slice(at + 1))] : fail(`invalid literal source ${spec}, expected key=value`);
}

/** Quotes that the shell has left. */
function unquoted(text: string): string {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

/** `path`, `key=path`, or a folder, whose files are all taken. */
function fileEntries(spec: string, context: KubectlContext): readonly Entry[] {
  const [first = "", second, ...more] = spec.split("=");
  if (more.length > 0) fail("key names or file paths cannot contain '='");
  if (second !== undefined && first === "") fail(`key name for file path ${second} missing`);
  if (second === "") fail(`file path for key name ${first} missing`);
  const path = second ?? first;
  const names = context.files.list(resolvePath(context.cwd, path));
  if (names && second !== undefined) fail("cannot give a key name for a directory path");
  if (names) return names.filter((name) => !name.endsWith("/")).map((name) => [name, textAt(`${path}/${name}`, context)]);
  return [[second === undefined ? path.slice(path.lastIndexOf("/") + 1) : first, textAt(path, context)]];
}

/** Lines `key=value`; a key alone takes its value from the environment, which is empty here. */
function environmentEntries(path: string, context: KubectlContext): readonly Entry[] {
  const lines = textAt(path, context).split("\n").map((line) => line.trimStart()).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const at = line.indexOf("=");
    return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
  });
}

function textAt(path: string, { files, cwd }: KubectlContext): string {
  return files.read(resolvePath(cwd, path)) ?? fail(`error reading ${path}: no such file or directory`);
}
