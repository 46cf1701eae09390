import "../theme/outcomes.css";
import type { Decision } from "../../api/decision.ts";
import { clockText } from "../format.ts";
import { SentenceText } from "./SentenceText.tsx";

/** A decision and what led to it, step by step back to the first cause. */
export function CauseList({ chain }: { readonly chain: readonly Decision[] }) {
  return (
    <>
      <p className="eyebrow">Why, step by step back</p>
      <ol className="causes">
        {chain.map((d) => (
          <li key={d.id}>
            <span className="mono muted number">{clockText(d.atMs)}</span>
            <span><SentenceText decision={d} /></span>
          </li>
        ))}
      </ol>
      {chain[0] ? <p className="muted source">Modelled on <code>{chain[0].source}</code></p> : null}
    </>
  );
}
