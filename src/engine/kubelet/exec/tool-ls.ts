import { formatTime, parseTime } from "../../../api/time.ts";
import { clockOf } from "../../../api/calendar.ts";
import { childrenOf, type FileNode } from "./file-tree.ts";
import { lookAt, pathOf, treeOf, type Shell } from "./shell.ts";
import { byteLength } from "../../../api/byte-length.ts";
import { textOfLines, type ToolCall, type ToolResult } from "./tool.ts";

const DIRECTORY_BYTES = 4096;

/** Names one a line, as when the output is no terminal; `-l`, `-a`, `-A`, `-d`, `-1`. */
export function ls({ args, shell }: ToolCall): ToolResult {
  const flags = new Set(args.filter((arg) => /^-\w/.test(arg)).join(""));
  const given = args.filter((arg) => !arg.startsWith("-"));
  const paths = given.length > 0 ? given : ["."];
  let err = "";
  const files: Entry[] = [];
  const directories: { path: string; entries: Entry[] }[] = [];
  for (const path of paths) {
    const own = treeOf(shell).get(pathOf(shell, path));
    const found = lookAt(shell, path);
    if (!own && !found) err += `ls: ${path}: No such file or directory\n`;
    else if (found?.node.kind !== "directory" || flags.has("d")) files.push({ name: path, node: own ?? found!.node });
    else directories.push({ path, entries: entriesOf(shell, found.path, flags) });
  }
  const print = (list: readonly Entry[]) => textOfLines(flags.has("l") ? longLines(shell, list) : list.map(({ name }) => name));
  const listed = directories.map(({ path, entries }) => `${paths.length > 1 ? `${path}:\n` : ""}${flags.has("l") ? "total 0\n" : ""}${print(entries)}`);
  return { out: [...(files.length > 0 ? [print(files)] : []), ...listed].join("\n"), err, code: Number(err !== "") };
}

interface Entry { readonly name: string; readonly node: FileNode }

function entriesOf(shell: Shell, directory: string, flags: ReadonlySet<string>): Entry[] {
  const tree = treeOf(shell);
  const base = directory === "/" ? "" : directory;
  const names = childrenOf(tree, directory).filter((name) => !name.startsWith(".") || flags.has("a") || flags.has("A"));
  const entries = names.map((name): Entry => ({ name, node: tree.get(`${base}/${name}`)! }));
  return flags.has("a") ? [{ name: ".", node: { kind: "directory" } }, { name: "..", node: { kind: "directory" } }, ...entries] : entries;
}

/** Every file is as old as its pod: nothing here keeps count. */
function longLines({ container }: Shell, entries: readonly Entry[]): string[] {
  const { startTime, } = container.pod.status;
  const { month, day, time } = clockOf(parseTime(startTime ?? formatTime(0)) ?? 0);
  const when = `${month} ${String(day).padStart(2)} ${time.slice(0, 5)}`;
  return entries.map(({ name, node }) => {
    const [mode, links, bytes] = factsOf(node);
    return `${mode} ${links.padStart(4)} root     root      ${String(bytes).padStart(8)} ${when} ${name}${node.kind === "link" ? ` -> ${node.target}` : ""}`;
  });
}

function factsOf(node: FileNode): readonly [mode: string, links: string, bytes: number] {
  switch (node.kind) {
    case "file": return [node.mode ?? "-rw-r--r--", "1", byteLength(node.read())];
    case "link": return ["lrwxrwxrwx", "1", node.target.length];
    case "directory": return ["drwxr-xr-x", "2", DIRECTORY_BYTES];
  }
}
