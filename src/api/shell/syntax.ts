/** Pipelines one after another. `joined`: whether what came before must have worked, or failed. */
export type ShellList = readonly ShellItem[];

export interface ShellItem {
  readonly joined: "always" | "and" | "or";
  readonly commands: readonly ShellCommand[];
  readonly isNegated: boolean;
}

export type ShellCommand =
  | { readonly kind: "simple"; readonly assignments: readonly Assignment[]; readonly words: readonly Word[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: "loop"; readonly condition: ShellList; readonly isUntil: boolean; readonly body: ShellList }
  | { readonly kind: "for"; readonly name: string; readonly words: readonly Word[]; readonly body: ShellList }
  | { readonly kind: "if"; readonly condition: ShellList; readonly body: ShellList; readonly otherwise: ShellList }
  | { readonly kind: "group"; readonly body: ShellList };

export interface Assignment { readonly name: string; readonly value: Word }
/** For a here-document (`<<`) `target` is its text. */
export interface Redirect { readonly fd: 0 | 1 | 2; readonly operator: "<" | "<<" | ">" | ">>" | ">&"; readonly target: Word }

/** `isIncomplete`: the text only ends too early, so that more of it would help. */
export class ShellSyntaxError extends Error {
  readonly isIncomplete: boolean;
  constructor(message: string, isIncomplete = false) {
    super(message);
    this.isIncomplete = isIncomplete;
  }
}

/** A word of a shell, in the pieces that are put together when it is used. */
export type Word = readonly WordPart[];

export type WordPart =
  | { readonly kind: "text"; readonly text: string; readonly isQuoted: boolean }
  /** `fallback` stands for an unset variable; with `isForEmpty` also for an empty one. */
  | { readonly kind: "variable"; readonly name: string; readonly fallback?: Word; readonly isForEmpty?: boolean; readonly isQuoted: boolean }
  /** What stands in one pair of double quotes. */
  | { readonly kind: "quoted"; readonly parts: Word }
  | { readonly kind: "command"; readonly list: ShellList; readonly isQuoted: boolean }
  | { readonly kind: "arithmetic"; readonly expression: string; readonly isQuoted: boolean };

/** Where a parser is. `depth` keeps nested text from going too deep. */
export interface Cursor {
  readonly text: string;
  at: number;
  depth: number;
  /** How a command substitution is read: words and lists contain each other. */
  readonly parseList: (c: Cursor) => ShellList;
  /** Here-documents whose text begins after the end of this line. */
  readonly pending: HereDocument[];
}

/** `parts` is filled when the text is read. */
export interface HereDocument {
  readonly end: string;
  /** The end was quoted: nothing in the text is expanded. */
  readonly isLiteral: boolean;
  /** `<<-`: tabs at the beginning of lines are no part of it. */
  readonly dropsTabs: boolean;
  readonly parts: WordPart[];
}

/** Deeper nesting is no script that a person wrote. */
const MAX_DEPTH = 40;

/** Counts a level of nesting; its end takes it back. */
export function goDeeper(c: Cursor): void {
  if (++c.depth > MAX_DEPTH) throw new ShellSyntaxError("nested too deep");
}
