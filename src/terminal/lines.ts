import type { ObjectDraft } from "../api/types/meta.ts";
import { yamlText } from "./print/yaml.ts";

/**
 * kubectl command lines as a person would type them into a POSIX shell. The page shows one beside everything that
 * it does, so each line must do exactly what the request does.
 */

const DEFAULT_NAMESPACE = "default";
const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** `kubectl` and its words, quoted where a shell needs it. `-n` is added unless the namespace is the default one. */
export function kubectlLine(words: readonly string[], namespace?: string): string {
  const where = namespace && namespace !== DEFAULT_NAMESPACE ? ["-n", namespace] : [];
  return ["kubectl", ...words, ...where].map(shellWord).join(" ");
}

/** A strategic merge patch, kubectl's default type. `target` is `type/name`. */
export function patchLine(target: string, body: unknown, namespace?: string): string {
  return kubectlLine(["patch", target, "-p", JSON.stringify(body)], namespace);
}

/** `kubectl create -f -` with the objects in a quoted here-document. */
export function createLines(objects: readonly ObjectDraft[]): string {
  return ["kubectl create -f - <<'EOF'", objects.map(yamlText).join("---\n") + "EOF"].join("\n");
}

/**
 * The same object under several names: a loop in the shell instead of the text many times over.
 * `object` is the draft of the shell variable's value: its name must be `$NAME`, which the here-document expands.
 */
export function createLoopLines(names: readonly string[], object: ObjectDraft): string {
  const list = names.map(shellWord).join(" ");
  return `for NAME in ${list}; do kubectl create -f - <<EOF\n${yamlText(object)}EOF\ndone`;
}

/** One word of a shell command: as it is when harmless, else in single quotes. */
export function shellWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
