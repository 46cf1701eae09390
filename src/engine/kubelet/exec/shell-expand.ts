import { expanded, fieldsOf as fields, textOf as text, type Expansion } from "../../../api/shell/expand.ts";
import type { Word } from "../../../api/shell/syntax.ts";
import { bounded, pathOf, treeOf, type Shell, type Substitute } from "./shell.ts";

/** Words as the arguments of a command of this shell. */
export function fieldsOf(shell: Shell, words: readonly Word[], substitute: Substitute): string[] {
  return expanded(fields(expansionOf(shell, substitute), words));
}

/** A word as one text, as on the right of an assignment. */
export function textOf(shell: Shell, word: Word, substitute: Substitute): string {
  return expanded(text(expansionOf(shell, substitute), word));
}

function expansionOf(shell: Shell, substitute: Substitute): Expansion<never> {
  return {
    valueOf: (name) => valueOf(shell, name),
    variables: shell.variables,
    // oxlint-disable-next-line require-yield -- commands in a container end at once
    *substitute(list) {
      return substitute(shell, list);
    },
    paths: () => treeOf(shell).keys(),
    cwd: shell.cwd,
    absolute: (path) => pathOf(shell, path),
    bounded: (long) => bounded(shell, long),
  };
}

function valueOf(shell: Shell, name: string): string | undefined {
  switch (name) {
    case "?": return String(shell.lastCode);
    case "$": return "1";
    case "#": return String(Math.max(0, shell.parameters.length - 1));
    case "@": case "*": return shell.parameters.slice(1).join(" ");
    case "!": return "";
    default: return /^\d$/.test(name) ? shell.parameters[Number(name)] : shell.variables.get(name);
  }
}
