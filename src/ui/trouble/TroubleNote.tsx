import "../theme/scenes.css";
import "../theme/trouble.css";
import { useState } from "react";
import { CAUSES, type CauseId } from "../../lessons/causes.ts";
import type { Found } from "../../lessons/explain-cause.ts";
import { imageTag } from "../format.ts";
import { TROUBLE as SAYS } from "../messages/trouble.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { Popover } from "../shell/Popover.tsx";
import { CodeText, SentenceText } from "../shell/SentenceText.tsx";
import { useTrouble, type Standing } from "./use-trouble.ts";

/** A broken cluster: its symptoms, a place for the answer, and the next one. */
export function TroubleNote() {
  const standing = useTrouble();
  const { trouble, found, isRepaired } = standing;
  const [tried, setTried] = useState<readonly CauseId[]>([]);
  const isNamed = tried.some((cause) => found.some((f) => f.cause === cause));
  const text = textOf(standing, tried.at(-1), isNamed);
  return (
    <aside className="scene-note trouble-note" aria-label={SAYS.label}>
      <p role="status"><CodeText text={text} /></p>
      <div className="trouble-buttons">
        {isNamed || isRepaired ? (
          <Popover label={SAYS.why} place="below" triggerClass="button" trigger={SAYS.why}><Explanation found={found} /></Popover>
        ) : (
          <Popover label={SAYS.name} place="below" triggerClass="button primary" trigger={SAYS.name}><Causes tried={tried} onName={(cause) => setTried([...tried, cause])} /></Popover>
        )}
        <a className={isRepaired ? "button primary" : "button"} href={hrefOf(trouble.seed + 1)}>{SAYS.another}</a>
        <CopyButton text={new URL(hrefOf(trouble.seed), location.href).href} label={SAYS.link} />
      </div>
    </aside>
  );
}

function textOf({ trouble, found, ready, isRepaired }: Standing, last: CauseId | undefined, isNamed: boolean): string {
  const cause = found[0]?.cause ?? trouble.cause;
  if (ready === undefined) return SAYS.opening;
  if (isRepaired) return SAYS.repaired(SAYS.causes[cause]);
  if (isNamed) return SAYS.right(SAYS.causes[cause]);
  if (last) return SAYS.wrong(SAYS.causes[last]);
  return SAYS.symptom(trouble.agent, ready, trouble.nodeNames.length, trouble.image === undefined ? undefined : imageTag(trouble.image));
}

function Causes({ tried, onName }: { readonly tried: readonly CauseId[]; readonly onName: (cause: CauseId) => void }) {
  const last = tried.at(-1);
  return (
    <ul className="trouble-causes">
      {/* On a phone the list covers the note, which says this to those who listen. */}
      {last ? <li className="trouble-wrong" aria-hidden="true">{SAYS.wrong(SAYS.causes[last])}</li> : null}
      {CAUSES.map((cause) => {
        const isTried = tried.includes(cause);
        return (
          <li key={cause}>
            <button type="button" className="command-row" aria-disabled={isTried || undefined} onClick={() => { if (!isTried) onName(cause); }}>
              {SAYS.causes[cause]}{isTried ? <span className="visually-hidden">, {SAYS.tried}</span> : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The record in which whoever decided says why. */
function Explanation({ found }: { readonly found: readonly Found[] }) {
  return (
    <div className="trouble-why">
      {found.map(({ because, event }) => (
        <div key={because.id}>
          <p><SentenceText decision={because} /></p>
          {event ? <p className="mono">{event}</p> : null}
          {because.steps ? <ul>{because.steps.filter((s) => s.verdict === "fail").map((s) => <li key={`${s.rule} ${s.text}`}><CodeText text={s.text} /></li>)}</ul> : null}
        </div>
      ))}
    </div>
  );
}

/** The rest of the address (theme, say) stays. */
function hrefOf(seed: number): string {
  const query = new URLSearchParams(location.search);
  query.set("trouble", `${seed}`);
  return `?${query.toString()}`;
}
