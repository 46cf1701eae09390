import { COMMAND_GROUPS, COMMANDS } from "./commands.ts";
import { EXAMPLES } from "./examples.ts";
import { complain, print, type Process } from "../process.ts";
import type { Flag, Place, Verb } from "./verb.ts";

/**
 * `kubectl VERB --help`, in short: what it is for, how it is called and the flags that this page's kubectl takes.
 * Departure: kubectl's own text is pages long; each verb's examples are in its documentation.
 */
export function* helpOf(path: string, verbs: readonly Verb[]): Process {
  const about = COMMANDS.find(({ name }) => name === path.split(" ")[0])?.about;
  const verb = verbs.find(({ name }) => name === path);
  const below = verbs.flatMap(({ name }) => (name.startsWith(`${path} `) ? [name.slice(path.length + 1)] : []));
  const examples = EXAMPLES[path] ?? [];
  const parts = [
    about ? `${about}.` : "",
    examples.length > 0 ? `Examples:\n${examples.map((line) => `  ${line}`).join("\n")}` : "",
    below.length > 0 ? `Available Commands:\n${below.map((name) => `  ${name}`).join("\n")}` : "",
    verb && verb.flags.length > 0 ? `Options:\n${[...verb.flags].sort((a, b) => (a.name < b.name ? -1 : 1)).map((flag) => `    ${flagText(flag)}`).join("\n")}` : "",
    `Usage:\n  kubectl ${path}${verb ? placesText(verb.places ?? []) : " SUBCOMMAND"} [options]`,
    'Use "kubectl options" for a list of global command-line options (applies to all commands).',
  ];
  yield* print(`${parts.filter(Boolean).join("\n\n")}\n`);
  return 0;
}

/** `kubectl help [COMMAND]`. Source: spf13/cobra command.go InitDefaultHelpCmd */
export function* helpAbout(words: readonly string[], verbs: readonly Verb[]): Process {
  const path = longestPath(words, verbs);
  if (words.length > 0 && path === "") yield* complain(`Unknown help topic [${words.map((word) => `\`${word}\``).join(" ")}]\n`);
  return path === "" ? yield* kubectlHelp(verbs) : yield* helpOf(path, verbs);
}

function longestPath(words: readonly string[], verbs: readonly Verb[]): string {
  for (let length = words.length; length > 0; length--) {
    const path = words.slice(0, length).join(" ");
    const found = verbs.find(({ name, aliases = [] }) => [name, ...aliases].includes(path));
    if (found) return found.name;
    if (verbs.some(({ name }) => name.startsWith(`${path} `))) return path;
  }
  return "";
}

/** `kubectl` alone: the commands that there are here. */
export function* kubectlHelp(verbs: readonly Verb[]): Process {
  const here = new Set(verbs.flatMap(({ name, aliases = [] }) => [name, ...aliases]).map((name) => name.split(" ")[0]));
  const groups = COMMAND_GROUPS.map(({ title, commands }) => ({ title, commands: commands.filter(({ name }) => here.has(name)) })).filter(({ commands }) => commands.length > 0);
  const blocks = groups.map(({ title, commands }) => `${title}:\n${commands.map(({ name, about }) => `  ${name.padEnd(15)} ${about}`).join("\n")}\n\n`);
  yield* print(`kubectl controls the Kubernetes cluster manager.\n\n${blocks.join("")}Usage:\n  kubectl [flags] [options]\n\nUse "kubectl <command> --help" for more information about a given command.\n`);
  return 0;
}

export function flagText(flag: Flag): string {
  const value = { bool: "=false", string: "=''", strings: "=[]", array: "=[]", int: "=0", duration: "=0s", optional: "=''" }[flag.type];
  return `${flag.short ? `-${flag.short}, ` : ""}--${flag.name}${value}`;
}

function placesText(places: readonly Place[]): string {
  return places.map((place) => ` ${typeof place === "string" ? place.toUpperCase().replace("TYPE/NAME", "(TYPE NAME | TYPE/NAME)") : `(${place.join("|")})`}`).join("");
}
