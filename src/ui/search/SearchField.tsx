import "../theme/search.css";
import { useEffect, useRef } from "react";
import type { KeyboardEvent } from "react";
import { useLight } from "../graph/light-store.ts";
import { useClock } from "../session-context.ts";
import { useUi } from "../store.ts";
import type { DrawerTab } from "../store.ts";
import { Icon } from "../shell/Icon.tsx";

interface SearchFieldProps {
  readonly text: string;
  /** What was found. */
  readonly words: string | undefined;
  readonly isWrong: boolean;
}

/** Where one types what to look for: all the rest is dimmed in the picture and in lists. Esc ends it. */
export function SearchField({ text, words, isWrong }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const isComing = useLight((s) => s.isSearchComing);
  useEffect(() => {
    // Not where a chip has searched: that keeps the focus.
    if (!isComing) return;
    // On a phone the details lie over the picture and over this field.
    if (matchMedia("(max-width: 760px)").matches) useUi.setState({ isInspectorOpen: false });
    input.current?.focus();
    useLight.setState({ isSearchComing: false });
  }, [isComing]);
  return (
    <search className="search-field">
      <Icon name="search" size={15} />
      <input ref={input} id="search" type="text" aria-label="Search" aria-invalid={isWrong || undefined} placeholder="name, app=…, status:pending, node:…, namespace:…" autoComplete="off" autoCapitalize="off" spellCheck={false} value={text}
        onChange={(e) => useLight.setState({ search: e.target.value, door: undefined })}
        onKeyDown={(e) => { if (e.key === "Escape") { e.stopPropagation(); useLight.setState({ search: undefined }); } else if (e.key === "Enter") focusFound(e); }} />
      <span role="status" className={isWrong ? "search-words wrong" : "search-words"}>{words}</span>
      <Elsewhere text={text} />
      <button type="button" className="button plain icon" aria-label="End the search" onClick={() => useLight.setState({ search: undefined })}><Icon name="close" size={15} /></button>
    </search>
  );
}

/** What has no place in the picture: faults that match, and the Events, are lists below it. */
function Elsewhere({ text }: { readonly text: string }) {
  const wanted = text.trim().toLowerCase();
  const faults = useClock((c) => (wanted === "" ? 0 : c.facts.faults.filter((f) => f.includes(wanted)).length));
  if (wanted === "") return null;
  const show = (drawerTab: DrawerTab) => useUi.setState({ drawerTab, isDrawerOpen: true });
  return (
    <>
      {faults > 0 ? <button type="button" className="link-button" onClick={() => show("objects")}>{faults === 1 ? "1 fault" : `${faults} faults`}</button> : null}
      <button type="button" className="link-button" title="Events that match come first" onClick={() => show("events")}>in events</button>
    </>
  );
}

/** To the first thing in the picture that was found, pods before their nodes; where there is none the focus stays. */
function focusFound(event: KeyboardEvent): void {
  // The same Enter would press the button that gets the focus.
  event.preventDefault();
  const { light } = useLight.getState();
  if (!light) return;
  const elements = [...document.querySelectorAll<HTMLElement>("#cluster [data-uid]")];
  const found = elements.find((e) => light.pods.has(e.dataset["uid"] ?? ""))
    ?? elements.find((e) => e.dataset["kind"] === "Node" && light.nodes.has(e.dataset["name"] ?? ""))
    ?? elements.find((e) => light.cards.has(e.dataset["uid"] ?? ""));
  found?.focus();
}
