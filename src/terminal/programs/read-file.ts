import type { ReadFile } from "../../api/shell/text-tool.ts";
import { resolvePath } from "../files.ts";
import type { Shell } from "../shell/shell.ts";

/** Reads files as a program of this shell does, from its folder; the reasons are those of busybox. */
export function readFileIn(shell: Shell): ReadFile {
  return (name) => {
    const path = resolvePath(shell.cwd, name);
    const text = shell.files.read(path);
    if (text !== undefined) return { text };
    return { error: shell.files.list(path) ? "Is a directory" : "No such file or directory" };
  };
}
