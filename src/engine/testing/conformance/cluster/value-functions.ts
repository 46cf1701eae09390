import { splitFieldPath } from "../../../../api/field-path.ts";
import { firstUntolerated, matchesRequiredNodeAffinity, preferredScore, tolerates } from "../../../../api/node-matching.ts";
import { addQuantities, compareQuantities, isQuantity, parseQuantity, quantityMilliValue, quantityValue, storedResourceText, subtractQuantities, type Quantity } from "../../../../api/quantity.ts";
import { nodeStatusText } from "../../../../api/columns/node.ts";
import { podReadyText, podRestarts, podStatusText } from "../../../../api/columns/pod.ts";
import type { Node, Taint } from "../../../../api/types/node.ts";
import type { Pod, Toleration } from "../../../../api/types/pod.ts";
import { wholeNode, wholePod, type Sketch } from "./objects.ts";
import type { CaseFunctions } from "./function-table.ts";

interface PodAndNode { readonly pod: Sketch<Pod>; readonly node: Sketch<Node> }

/** Quantities, tolerations, node affinity, printed columns: values of the API. */
export const VALUE_FUNCTIONS: CaseFunctions = {
  "quantity.parse": (text: string) => {
    const parsed = parseQuantity(text);
    return isQuantity(parsed) ? { canonical: parsed.text } : parsed;
  },
  "quantity.cmp": ([a, b]: [string, string]) => compareQuantities(read(a), read(b)),
  "quantity.add": ([a, b]: [string, string]) => addQuantities(read(a), read(b)).text,
  "quantity.sub": ([a, b]: [string, string]) => subtractQuantities(read(a), read(b)).text,
  "quantity.values": (text: string) => ({ value: quantityValue(read(text)), milliValue: quantityMilliValue(read(text)) }),
  "quantity.defaultResource": (written: unknown) => {
    const stored = storedResourceText(written);
    return "text" in stored ? stored.text : stored;
  },
  "toleration.tolerates": ({ toleration, taint }: { toleration: Toleration; taint: Taint }) => tolerates(toleration, taint),
  "taints.firstUntolerated": ({ taints, tolerations }: { taints?: Taint[]; tolerations?: Toleration[] }) => firstUntolerated(taints, tolerations) ?? null,
  "nodeaffinity.match": ({ pod, node }: PodAndNode) => matchesRequiredNodeAffinity(wholePod(pod).spec, wholeNode(node)).matches,
  "nodeaffinity.preferredScore": ({ pod, node }: PodAndNode) => preferredScore(wholePod(pod).spec, wholeNode(node)),
  "fieldpath.split": (text: string) => {
    const { path, subscript, isSubscripted } = splitFieldPath(text);
    return { path, subscript, subscripted: isSubscripted };
  },
  "kubectl.podColumns": (sketch: Sketch<Pod>) => {
    const pod = wholePod(sketch);
    return { ready: podReadyText(pod), status: podStatusText(pod), restarts: podRestarts(pod) };
  },
  "kubectl.nodeStatus": (sketch: Sketch<Node>) => nodeStatusText(wholeNode(sketch)),
};

function read(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!isQuantity(parsed)) throw new Error(`${JSON.stringify(text)} is no quantity: ${parsed.error}`);
  return parsed;
}
