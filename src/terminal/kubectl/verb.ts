import type { Files } from "../files.ts";
import type { Process } from "../process.ts";

/** What a kubectl verb is given besides the effects: its words, parsed, and where it stands. */
export interface KubectlContext {
  readonly files: Files;
  readonly cwd: string;
  /** The kubeconfig context's namespace. */
  readonly namespace: string;
  /** Keeps another namespace for the commands to come: `kubectl config set-context --current --namespace`. */
  readonly setNamespace?: (namespace: string) => void;
}

/** A verb: `kubectl get`. One file each in verbs/, one line in verbs/list.ts. */
export interface Verb {
  /** One word, or several with their own flags: `rollout status`. The longest name that fits a line is taken. */
  readonly name: string;
  /** Names kubectl also takes for it. */
  readonly aliases?: readonly string[];
  /** The flags it takes besides the global ones; used to parse, to complete and to name an unknown one. */
  readonly flags: readonly Flag[];
  /** What may stand at its places, for Tab: `type`, `type/name`, `file`, `node`, a list of words. */
  readonly places?: readonly Place[];
  /** Its exit status where Ctrl-C ends it; absent: that of a program which the signal has ended. */
  readonly interruptedStatus?: number;
  run(args: Arguments, context: KubectlContext): Process;
}

export interface Flag {
  /** Without dashes. */
  readonly name: string;
  readonly short?: string;
  /** `bool` takes a value only after `=`; `optional` as well, but is text. `strings` are split at commas, an `array` is not. */
  readonly type: "bool" | "string" | "strings" | "array" | "int" | "duration" | "optional";
  /** Value when absent; for `optional`, the value when the flag stands alone is `alone`. */
  readonly alone?: string;
}

export type Place = "type" | "type/name" | "name" | "file" | "node" | "container" | readonly string[];

/** Arguments as parsed. A flag given twice: the last wins, `strings` and `array` collect. */
export interface Arguments {
  /** Words that are not flags, in order; those after `--` are in `rest`. */
  readonly words: readonly string[];
  readonly rest?: readonly string[];
  text(flag: string): string | undefined;
  texts(flag: string): readonly string[];
  is(flag: string): boolean;
  has(flag: string): boolean;
  number(flag: string): number | undefined;
}

/**
 * Ends a verb with kubectl's text on stderr and exit status 1; thrown inside verbs, caught by kubectl itself. The text is
 * printed as it is, `error: ` or `Error from server` included (errors.ts makes both). Warnings of the API server are not
 * the verb's: kubectl prints them as they arrive.
 */
export class KubectlError extends Error {
  readonly status: number;
  /** What stands on stdout before. */
  readonly printed: string;
  constructor(text: string, status = 1, printed = "") {
    super(text);
    this.status = status;
    this.printed = printed;
  }
}

export type { Process };
