import { plainWords } from "./shell/run.ts";

/** What the page says beside the terminal: never kubectl's voice. */
export interface Hint {
  readonly text: string;
  /** The line that does what was meant. */
  readonly line?: string;
}

interface HintRule {
  readonly id: string;
  /** A cheap test of what was printed on stderr. */
  readonly stderr: RegExp;
  /**
   * @param words what stands after `kubectl`, up to the first pipe
   * @param nodes names of the nodes that are there
   */
  hint(words: readonly string[], nodes: readonly string[]): Hint | undefined;
}

/**
 * The hint for a line that failed, if one is known. The first rule that fits wins.
 * @param nodes names of the nodes that are there: an offered line names none that is not
 */
export function hintFor(line: string, stderr: string, nodes: readonly string[] = []): Hint | undefined {
  const withoutJq = jqHint(line, stderr);
  if (withoutJq) return withoutJq;
  const words = plainWords(line);
  if (!words || !["kubectl", "k"].includes(words[0] ?? "")) return undefined;
  for (const rule of HINTS) {
    const hint = rule.stderr.test(stderr) ? rule.hint(words.slice(1), nodes) : undefined;
    if (hint) return hint;
  }
  return undefined;
}

/** What tutorials get wrong about kubectl, and what people try because it works for other kinds. */
const HINTS: readonly HintRule[] = [
  {
    id: "logs-field-selector",
    stderr: /unknown flag: --field-selector/,
    hint(words, nodes) {
      const asked = valueOf(words, "--field-selector");
      if (!words.includes("logs") || asked === undefined) return undefined;
      const absent = absentNode(asked, nodes);
      // Workers last: on the control plane a guide's DaemonSet may have no pod.
      const field = absent === undefined ? asked : `${NODE_FIELD}${nodes.at(-1)}`;
      const remark = absent === undefined ? "" : ` There is no node ${absent} here; ${nodes.at(-1)} is one.`;
      const labels = valueOf(words, "-l", "--selector");
      const namespace = valueOf(words, "-n", "--namespace");
      const select = `${labels === undefined ? "" : `-l ${labels} `}--field-selector ${field}${namespace === undefined ? "" : ` -n ${namespace}`}`;
      const logs = `kubectl logs${namespace === undefined ? "" : ` -n ${namespace}`}`;
      return {
        text: `Some guides write --field-selector here, but kubectl logs has no such flag. First find the pods on that node, then read their logs.${remark}`,
        line: `kubectl get pods ${select} -o name | xargs -r -n1 ${logs}`,
      };
    },
  },
  {
    id: "scale-daemonset",
    stderr: /could not find the requested resource|NotFound/,
    hint(words) {
      if (!words.includes("scale") || !isDaemonSet(words)) return undefined;
      const name = nameOf(words);
      return {
        text: "A DaemonSet has no replicas: it runs one pod on every node that fits. To have fewer, say which nodes fit; this one keeps it off all nodes without the label:",
        ...(name === undefined ? {} : { line: `kubectl patch ds ${name} -p '{"spec":{"template":{"spec":{"nodeSelector":{"logging":"on"}}}}}'` }),
      };
    },
  },
  {
    id: "create-daemonset",
    stderr: /unknown flag: --image|unknown command|Unexpected args|must specify/,
    hint(words) {
      if (words[0] !== "create" || !/^(?:ds|daemonsets?)$/i.test(words[1] ?? "")) return undefined;
      return { text: "kubectl create makes no DaemonSets from flags: they come from a file. The guide's is in your home folder:", line: "kubectl apply -f daemonset-simple.yaml" };
    },
  },
  {
    id: "pause-daemonset",
    stderr: /pausing is not supported|resuming is not supported/,
    hint(words) {
      if (!words.includes("rollout") || !isDaemonSet(words)) return undefined;
      const name = nameOf(words);
      return {
        text: "Only Deployments can be paused. A DaemonSet waits for you with the update strategy OnDelete: it then replaces a pod when you delete it.",
        ...(name === undefined ? {} : { line: `kubectl patch ds ${name} -p '{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}'` }),
      };
    },
  },
];

/** `kubectl get … -o json | jq '.items[].metadata.name'`: plain paths are kubectl's own business. */
function jqHint(line: string, stderr: string): Hint | undefined {
  if (!/^sh: jq: not found$/m.test(stderr)) return undefined;
  const text = "There is no jq here. For plain paths kubectl needs none: it has -o jsonpath.";
  const [, before, quote, path = ""] = /^(.*?) -o[ =]?json *\| *jq +(?:-r +)?(['"]?)(\.[^|'"\s]*)\2 *$/.exec(line.trim()) ?? [];
  if (before === undefined || quote === undefined) return { text };
  const each = /^\.items\[\](\..+)$/.exec(path)?.[1];
  const plain = (jq: string) => jq.replaceAll("[]", "[*]");
  return { text, line: `${before} -o jsonpath='${each ? `{range .items[*]}{${plain(each)}}{"\\n"}{end}` : `{${plain(path)}}`}'` };
}

const NODE_FIELD = "spec.nodeName=";

/** The node that a field selector asks for, if there is none of this name. */
function absentNode(field: string, nodes: readonly string[]): string | undefined {
  const name = field.startsWith(NODE_FIELD) ? field.slice(NODE_FIELD.length) : undefined;
  return name === undefined || nodes.length === 0 || nodes.includes(name) ? undefined : name;
}

function isDaemonSet(words: readonly string[]): boolean {
  return words.some((word) => /^(?:ds|daemonsets?)(?:\.apps)?(?:\/|$)/i.test(word));
}

/** The name in `ds/NAME` or `ds NAME`, with `-n` where the line has it. */
function nameOf(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => /^(?:ds|daemonsets?)(?:\.apps)?(?:\/|$)/i.test(word));
  const name = words[at]?.split("/")[1] ?? words[at + 1];
  const namespace = valueOf(words, "-n", "--namespace");
  return name === undefined || name.startsWith("-") ? undefined : `${name}${namespace === undefined ? "" : ` -n ${namespace}`}`;
}

/** The value of a flag, in any of the forms that kubectl takes. */
function valueOf(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    for (const name of names) {
      if (word === name) return words[i + 1];
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
      if (!name.startsWith("--") && word.startsWith(name) && !word.startsWith("--") && word.length > 2) return word.slice(2);
    }
  }
  return undefined;
}
