import { byteLength } from "../../api/byte-length.ts";
import { splitOptions } from "../../api/shell/text-tool.ts";
import { resolvePath, type Files } from "../files.ts";
import { complain, edit as openEditor, print, type Process } from "../process.ts";
import { ended } from "./ended.ts";
import type { Shell } from "../shell/shell.ts";

/** `ls [-l] [-a] [-1] [-d] [PATH]…`: names, one a line. */
export function* ls(args: readonly string[], shell: Shell): Process {
  const { flags, rest } = splitOptions(args);
  const paths = rest.length > 0 ? rest : ["."];
  let status = 0;
  for (const [i, path] of paths.entries()) {
    const full = resolvePath(shell.cwd, path);
    const text = shell.files.read(full);
    const names = text !== undefined || flags.has("d") ? undefined : shell.files.list(full);
    if (text === undefined && !shell.files.list(full) && full !== shell.cwd) {
      yield* complain(`ls: ${path}: No such file or directory\n`);
      status = 1;
      continue;
    }
    if (paths.length > 1 && names) yield* print(`${i > 0 ? "\n" : ""}${path}:\n`);
    const shown = names ? names.filter((name) => !name.startsWith(".") || flags.has("a") || flags.has("A")) : text === undefined && !flags.has("d") ? [] : [path];
    const folder = names ? full : undefined;
    yield* print(shown.map((name) => `${flags.has("l") ? longLine(shell.files, folder === undefined ? full : resolvePath(folder, name), name) : name}\n`).join(""));
  }
  return status;
}

/** Nothing here keeps the time of a file. */
function longLine(files: Files, path: string, name: string): string {
  const text = files.read(path);
  return text === undefined ? `drwxr-xr-x    2 you      you               0 ${name}` : `-rw-r--r--    1 you      you      ${String(byteLength(text)).padStart(8)} ${name}`;
}

/** `rm [-r] [-f] PATH…`. */
export function* rm(args: readonly string[], shell: Shell): Process {
  const { flags, rest } = splitOptions(args);
  const isRecursive = flags.has("r") || flags.has("R");
  let status = 0;
  for (const name of rest) {
    const path = resolvePath(shell.cwd, name);
    if (shell.files.remove(path)) continue;
    const below = filesBelow(shell.files, path);
    if (below.length > 0 && isRecursive) for (const inner of below) shell.files.remove(inner);
    else if (below.length > 0 || !flags.has("f")) {
      yield* complain(below.length > 0 ? `rm: '${name}' is a directory\n` : `rm: can't remove '${name}': No such file or directory\n`);
      status = 1;
    }
  }
  return status;
}

function filesBelow(files: Files, folder: string): string[] {
  const prefix = folder === "/" ? "/" : `${folder}/`;
  return [...files.entries()].map(([path]) => path).filter((path) => path.startsWith(prefix));
}

/** `cp [-r] FROM… TO`. */
export function cp(args: readonly string[], shell: Shell): Process {
  return transfer("cp", args, shell);
}

/** `mv FROM… TO`. */
export function mv(args: readonly string[], shell: Shell): Process {
  return transfer("mv", args, shell);
}

function* transfer(tool: "cp" | "mv", args: readonly string[], { files, cwd }: Shell): Process {
  const { flags, rest } = splitOptions(args);
  const to = rest.at(-1);
  if (to === undefined || rest.length < 2) {
    yield* complain(`Usage: ${tool} SOURCE... DEST\n`);
    return 1;
  }
  const target = resolvePath(cwd, to);
  const isFolder = to.endsWith("/") || files.list(target) !== undefined;
  let status = 0;
  for (const name of rest.slice(0, -1)) {
    const from = resolvePath(cwd, name);
    const base = from.slice(from.lastIndexOf("/") + 1);
    const end = isFolder ? resolvePath(target, base) : target;
    const moved = files.read(from) !== undefined ? [from] : tool === "mv" || flags.has("r") || flags.has("R") ? filesBelow(files, from) : [];
    if (moved.length === 0) {
      yield* complain(files.list(from) ? `cp: omitting directory '${name}'\n` : `${tool}: can't ${tool === "cp" ? "stat" : "rename"} '${name}': No such file or directory\n`);
      status = 1;
    }
    for (const path of moved) {
      const text = files.read(path)!;
      if (tool === "mv") files.remove(path);
      files.write(end + path.slice(from.length), text);
    }
  }
  return status;
}

/** `touch FILE…`. */
export function touch(args: readonly string[], { files, cwd }: Shell): Process {
  for (const name of splitOptions(args).rest) {
    const path = resolvePath(cwd, name);
    if (files.read(path) === undefined && !files.list(path)) files.write(path, "");
  }
  return ended(0);
}

/** `tee [-a] FILE…`. */
export function* tee(args: readonly string[], { files, cwd }: Shell): Process {
  const { flags, rest } = splitOptions(args);
  const paths = rest.map((name) => resolvePath(cwd, name));
  for (const path of paths) if (!flags.has("a")) files.write(path, "");
  for (;;) {
    const line = (yield { kind: "read", keepsEnd: true }) as string | undefined;
    if (line === undefined) return 0;
    for (const path of paths) files.write(path, (files.read(path) ?? "") + line);
    yield* print(line);
  }
}

/** `edit FILE`, also as vi and nano: opens the page's editor. */
export function* edit(args: readonly string[], { files, cwd }: Shell): Process {
  const [name] = splitOptions(args).rest;
  if (name === undefined) {
    yield* complain("Usage: edit FILE\n");
    return 1;
  }
  const path = resolvePath(cwd, name);
  if (files.list(path) && files.read(path) === undefined) {
    yield* complain(`edit: ${name}: Is a directory\n`);
    return 1;
  }
  const saved = yield* openEditor(path, files.read(path) ?? "");
  if (saved !== undefined) files.write(path, saved);
  return 0;
}
