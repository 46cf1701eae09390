import { fail, failure } from "./errors.ts";
import { checkedValue } from "./flag-values.ts";
import type { Arguments, Flag } from "./verb.ts";

/** Flags that every command of kubectl takes. What is only about connecting is taken and means nothing here. */
export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: "namespace", short: "n", type: "string" },
  { name: "help", short: "h", type: "bool" },
  { name: "v", short: "v", type: "int" },
  { name: "server", short: "s", type: "string" },
  { name: "as-group", type: "strings" },
  ...["match-server-version", "insecure-skip-tls-verify", "disable-compression", "warnings-as-errors"].map((name): Flag => ({ name, type: "bool" })),
  ...["kubeconfig", "context", "cluster", "user", "token", "as", "as-uid", "cache-dir", "certificate-authority", "client-certificate", "client-key", "password", "username", "profile", "profile-output", "request-timeout", "tls-server-name", "vmodule", "log-flush-frequency", "kuberc"].map((name): Flag => ({ name, type: "string" })),
];

/** Flags that many verbs have, each as kubectl has it. */
export const COMMON_FLAGS = {
  allNamespaces: { name: "all-namespaces", short: "A", type: "bool" },
  selector: { name: "selector", short: "l", type: "string" },
  fieldSelector: { name: "field-selector", type: "string" },
  output: { name: "output", short: "o", type: "string" },
  filename: { name: "filename", short: "f", type: "strings" },
  kustomize: { name: "kustomize", short: "k", type: "string" },
  recursive: { name: "recursive", short: "R", type: "bool" },
  all: { name: "all", type: "bool" },
  dryRun: { name: "dry-run", type: "optional", alone: "unchanged" },
  fieldManager: { name: "field-manager", type: "string" },
  timeout: { name: "timeout", type: "duration" },
  local: { name: "local", type: "bool" },
} as const satisfies Readonly<Record<string, Flag>>;

/**
 * Reads the words after a command as pflag does: flags stand anywhere, `--x=v`, `--x v`, `-xv`, `-x=v`, `-x v`, and
 * switches together in `-Aw`. After `--` nothing is a flag.
 * @param path of the command, for `See 'kubectl get --help' for usage.`; empty for kubectl itself
 * Errors: a KubectlError with pflag's text.
 * Source: spf13/pflag flag.go parseLongArg, parseSingleShortArg
 */
export function parseArguments(argv: readonly string[], flags: readonly Flag[], path: string): Arguments {
  const reader: Reader = { argv, at: 0, known: [...flags, ...GLOBAL_FLAGS], values: new Map(), path };
  const words: string[] = [];
  while (reader.at < argv.length) {
    const word = argv[reader.at++]!;
    if (word === "--") return argumentsOf(reader, words, argv.slice(reader.at));
    if (word.startsWith("--")) readLong(reader, word.slice(2));
    else if (word.startsWith("-") && word !== "-") readShort(reader, word.slice(1));
    else words.push(word);
  }
  return argumentsOf(reader, words);
}

/** Ends the command as cobra does if a flag that it cannot do without is missing. Flags in the order of their names. */
export function requireFlags(args: Arguments, names: readonly string[]): void {
  const missing = names.filter((name) => !args.has(name));
  if (missing.length > 0) fail(`required flag(s) ${missing.map((name) => `"${name}"`).join(", ")} not set`);
}

interface Reader {
  readonly argv: readonly string[];
  at: number;
  readonly known: readonly Flag[];
  readonly values: Map<string, string[]>;
  readonly path: string;
}

function readLong(r: Reader, text: string): void {
  if (text === "" || text.startsWith("-") || text.startsWith("=")) throw flagError(r, `bad flag syntax: --${text}`);
  const equals = text.indexOf("=");
  const name = (equals < 0 ? text : text.slice(0, equals)).replaceAll("_", "-");
  const flag = r.known.find((f) => f.name === name);
  if (!flag) throw flagError(r, `unknown flag: --${name}`);
  const value = equals >= 0 ? text.slice(equals + 1) : (valueAlone(flag) ?? r.argv[r.at++]);
  if (value === undefined) throw flagError(r, `flag needs an argument: --${name}`);
  take(r, flag, value);
}

function readShort(r: Reader, letters: string): void {
  for (let rest = letters; rest !== ""; rest = rest.slice(1)) {
    const flag = r.known.find((f) => f.short === rest[0]);
    if (!flag) throw flagError(r, `unknown shorthand flag: '${rest[0]}' in -${rest}`);
    if (rest.length > 2 && rest[1] === "=") return take(r, flag, rest.slice(2));
    const alone = valueAlone(flag);
    if (alone !== undefined) {
      take(r, flag, alone);
      continue;
    }
    const value = rest.length > 1 ? rest.slice(1) : r.argv[r.at++];
    if (value === undefined) throw flagError(r, `flag needs an argument: '${rest[0]}' in -${rest}`);
    return take(r, flag, value);
  }
}

/** What the flag means without a value; undefined: it takes the next word. */
export function valueAlone(flag: Flag): string | undefined {
  return flag.type === "bool" ? "true" : flag.type === "optional" ? (flag.alone ?? "") : undefined;
}

function take(r: Reader, flag: Flag, text: string): void {
  const checked = checkedValue(flag.type, text);
  if ("error" in checked) {
    const shown = flag.short ? `-${flag.short}, --${flag.name}` : `--${flag.name}`;
    throw flagError(r, `invalid argument ${JSON.stringify(text)} for "${shown}" flag: ${checked.error}`);
  }
  r.values.set(flag.name, flag.type === "strings" || flag.type === "array" ? [...(r.values.get(flag.name) ?? []), ...checked.values] : [...checked.values]);
}

function flagError(r: Reader, text: string): Error {
  return failure(`${text}\nSee '${["kubectl", r.path].filter(Boolean).join(" ")} --help' for usage.`);
}

function argumentsOf(r: Reader, words: readonly string[], rest?: readonly string[]): Arguments {
  const { values } = r;
  const text = (flag: string) => values.get(flag)?.at(-1);
  return {
    words,
    ...(rest ? { rest } : {}),
    text,
    texts: (flag) => values.get(flag) ?? [],
    is: (flag) => text(flag) === "true",
    has: (flag) => values.has(flag),
    number: (flag) => (values.has(flag) ? Number(text(flag)) : undefined),
  };
}
