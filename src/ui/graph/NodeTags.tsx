import type { NodeRow } from "../../api/frame.ts";
import { durationText } from "../format.ts";
import { useNow } from "../session-context.ts";
import { fieldKey } from "../../view/field-key.ts";
import { Glyph } from "./Glyph.tsx";
import { useLight } from "./light-store.ts";
import { ownLabels } from "./scene-metrics.ts";
import { DOORS, TaintTag, taintText } from "./TaintTag.tsx";

/** Why a node is not like the others: silence, cordon, taints, then the labels that people set. */
export function NodeTags({ node }: { readonly node: NodeRow }) {
  const labels = ownLabels(node);
  const shown = labels.slice(0, 2);
  const fields = useLight((s) => (s.light?.nodes.has(node.name) ? s.light.fields : undefined));
  const isLit = (path: string) => fields?.has(fieldKey(node.name, path)) ?? false;
  return (
    <div className="node-tags">
      {node.ready !== "True" ? <LastHeard node={node} /> : null}
      {node.unschedulable ? <span className="cordon-bar"><Glyph name="closed-door" size={12} /> cordoned</span> : null}
      {node.taints.map((t, i) => <TaintTag key={`${t.key}:${t.effect}`} taint={t} isLit={isLit(`spec.taints[${i}]`)} />)}
      {labels.length > 0 ? (
        <span className="label-row">
          {shown.map(([key, value]) => <span key={key} className={isLit(`metadata.labels['${key}']`) ? "tag lit" : "tag"} title={`${key}=${value}`}>{value ? `${key}=${value}` : key}</span>)}
          {labels.length > shown.length ? (
            <span className="tag quiet" title={labels.slice(2).map(([k, v]) => `${k}=${v}`).join("\n")}>+{labels.length - shown.length}</span>
          ) : null}
        </span>
      ) : null}
    </div>
  );
}

/** A node that is not ready: since when, and of a silent kubelet when it was last heard. */
function LastHeard({ node }: { readonly node: NodeRow }) {
  const now = useNow(1000);
  // The lease is older than the verdict: the node controller waits 50 s before it says NotReady.
  const words = node.lastHeardMs === undefined ? `for ${durationText(now - node.readySinceMs)}` : `last heard ${durationText(now - node.lastHeardMs)} ago`;
  return <span className="last-heard"><Glyph name="node-lost" size={12} /> NotReady · {words}</span>;
}

/** The same in a compact tray: a sign each; the words are in its title and in the name of the node's button. */
export function NodeMarks({ node }: { readonly node: NodeRow }) {
  return (
    <span className="node-marks">
      {node.ready !== "True" ? <span className="node-mark" title="NotReady"><Glyph name="node-lost" size={13} /></span> : null}
      {node.unschedulable ? <span className="node-mark cordon" title="cordoned"><Glyph name="closed-door" size={12} /></span> : null}
      {node.taints.map((t) => <span key={`${t.key}:${t.effect}`} className="node-mark taint" title={`taint ${taintText(t)}`}><Glyph name={DOORS[t.effect]} size={12} /></span>)}
    </span>
  );
}
