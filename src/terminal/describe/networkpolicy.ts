import { formatLabelSelector } from "../../api/selector.ts";
import type { KubeObject, LabelSelector } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import { Description } from "./description.ts";
import { writeLabelsAndAnnotations, writeName } from "./head.ts";
import { goTime } from "./times.ts";

interface Peer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Rule {
  readonly ports?: readonly { readonly protocol?: string; readonly port?: number | string; readonly endPort?: number }[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}

interface NetworkPolicy extends KubeObject {
  readonly spec?: { readonly podSelector?: LabelSelector; readonly policyTypes?: readonly string[]; readonly ingress?: readonly Rule[]; readonly egress?: readonly Rule[] };
}

/** What rules of one direction say. */
interface Direction { readonly name: "ingress" | "egress"; readonly peers: "From" | "To"; readonly end: "source" | "destination" }

const DIRECTIONS: readonly Direction[] = [{ name: "ingress", peers: "From", end: "source" }, { name: "egress", peers: "To", end: "destination" }];
/** Rules stand four blanks further in than their title. */
const INDENT = "    ";

/** No events. Source: kubectl pkg/describe NetworkPolicyDescriber (1.36) */
// oxlint-disable-next-line require-yield -- a describer that has nothing to ask
export function* describeNetworkPolicy(policy: NetworkPolicy): Steps<string> {
  const { metadata, spec = {} } = policy;
  const out = new Description();
  writeName(out, policy);
  out.line(0, "Created on:", goTime(metadata.creationTimestamp));
  writeLabelsAndAnnotations(out, policy);
  out.line(0, "Spec:");
  const { matchLabels = {}, matchExpressions = [] } = spec.podSelector ?? {};
  const isEverything = Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
  out.line(1, `PodSelector:     ${isEverything ? "<none> (Allowing the specific traffic to all pods in this namespace)" : formatLabelSelector(spec.podSelector)}`);
  const types = spec.policyTypes ?? [];
  for (const direction of DIRECTIONS) {
    const isMeant = types.some((type) => type.toLowerCase() === direction.name);
    out.line(1, isMeant ? `Allowing ${direction.name} traffic:` : `Not affecting ${direction.name} traffic`);
    if (isMeant) writeRules(out, spec[direction.name] ?? [], direction);
  }
  out.line(1, `Policy Types: ${types.join(", ") || "<none>"}`);
  return out.text();
}

function writeRules(out: Description, rules: readonly Rule[], direction: Direction): void {
  if (rules.length === 0) return out.line(0, `${INDENT}<none> (Selected pods are isolated for ${direction.name} connectivity)`);
  for (const [i, { ports = [], from, to }] of rules.entries()) {
    if (ports.length === 0) out.line(0, `${INDENT}To Port: <any> (traffic allowed to all ports)`);
    for (const { port, endPort, protocol = "TCP" } of ports) {
      out.line(0, `${INDENT}${endPort === undefined ? `To Port: ${port ?? "<nil>"}` : `To Port Range: ${port ?? "<nil>"}-${endPort}`}/${protocol}`);
    }
    const peers = (direction.name === "ingress" ? from : to) ?? [];
    if (peers.length === 0) out.line(0, `${INDENT}${direction.peers}: <any> (traffic not restricted by ${direction.end})`);
    for (const peer of peers) writePeer(out, peer, direction);
    if (i < rules.length - 1) out.line(0, `${INDENT}----------`);
  }
}

function writePeer(out: Description, { podSelector, namespaceSelector, ipBlock }: Peer, { peers }: Direction): void {
  out.line(0, `${INDENT}${peers}:`);
  if (namespaceSelector) out.line(1, `${INDENT}NamespaceSelector: ${formatLabelSelector(namespaceSelector)}`);
  if (podSelector) out.line(1, `${INDENT}PodSelector: ${formatLabelSelector(podSelector)}`);
  if (namespaceSelector || podSelector || !ipBlock) return;
  out.line(1, `${INDENT}IPBlock:`);
  out.line(2, `${INDENT}CIDR: ${ipBlock.cidr}`);
  out.line(2, `${INDENT}Except: ${(ipBlock.except ?? []).join(", ")}`);
}
