import "../theme/outcomes.css";
import type { Decision } from "../../api/decision.ts";
import { clockText } from "../format.ts";
import { SentenceText } from "./SentenceText.tsx";

/**
 * A decision and what led to it, told forwards: from what somebody did to the decision itself.
 * `chain`: as the engine walks it, the decision first.
 */
export function CauseList({ chain }: { readonly chain: readonly Decision[] }) {
  return (
    <>
      <p className="eyebrow">How it came to this</p>
      <ol className="causes">
        {chain.toReversed().map((d) => (
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
