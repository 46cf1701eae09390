import type { Decision } from "../../api/decision.ts";
import { clockText } from "../format.ts";
import { useSession } from "../session-context.ts";
import { SentenceText } from "../shell/SentenceText.tsx";
import { Section } from "./Facts.tsx";

const SHOWN = 12;

/** What was decided about an object, newest first; a click goes to the moment. */
export function DecisionList({ decisions }: { readonly decisions: readonly Decision[] }) {
  const session = useSession();
  if (decisions.length === 0) return null;
  return (
    <Section title="What was decided">
      <ol className="decisions">
        {decisions.slice(0, SHOWN).map((d) => (
          <li key={d.id}>
            <button type="button" className="link-button mono number" title="Go to this moment" onClick={() => session.seek(d.atMs)}>{clockText(d.atMs)}</button>
            <span><SentenceText decision={d} /></span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
