import "../theme/palette.css";
import { useEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { Modal } from "../dialogs/Modal.tsx";
import { keyWords } from "../key-words.ts";
import { useClock, useSession } from "../session-context.ts";
import { OutcomeLine } from "../session/OutcomeLine.tsx";
import { closeDialog, useUi } from "../store.ts";
import { choose, paletteItems, planOf } from "./palette-items.ts";
import type { Item } from "./palette-items.ts";
import { noteRecent, recentIds } from "./recent.ts";

/**
 * Everything that can be done, every object, scene and lesson: type, choose with the arrows, Enter. Below the list the
 * kubectl line of the command that is marked, and what it would do.
 * @param typed what was typed before the palette was there
 */
export function Palette({ typed }: { readonly typed: string }) {
  const session = useSession();
  const selection = useUi((s) => s.selection);
  const version = useClock((c) => c.contextVersion);
  const [query, setQuery] = useState(typed);
  const [marked, setMarked] = useState<string>();
  const [recent] = useState(recentIds);
  const items = useMemo(() => {
    void version;
    return paletteItems(session, selection, query, recent);
  }, [session, selection, query, recent, version]);
  // Before somebody asks for something, what does harm is not marked: Enter must not do it by accident.
  const first = items.find((i) => i.why === undefined && !(i.danger && query.trim() === "")) ?? items[0];
  const current = items.find((i) => i.id === marked) ?? first;
  const plan = planOf(session, selection, current);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (current) list.current?.querySelector(`[data-item="${CSS.escape(current.id)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [current]);

  function take(item: Item | undefined): void {
    if (!item || item.why !== undefined) return;
    if (item.id !== "page events") noteRecent(item.id);
    if (item.href !== undefined) location.assign(item.href);
    else choose(item);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const at = current ? items.indexOf(current) : -1;
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1 }[event.key];
    if (to === undefined || items.length === 0) return;
    event.preventDefault();
    setMarked(items[(to + items.length) % items.length]?.id);
  }

  return (
    <Modal title="All commands" isBeside onClose={closeDialog}>
      <form className="palette-query" onSubmit={(e) => { e.preventDefault(); take(current); }}>
        <label className="visually-hidden" htmlFor="command-filter">Filter</label>
        <input id="command-filter" className="filter" type="text" role="combobox" aria-expanded aria-controls="palette-list" aria-activedescendant={current ? domId(current) : undefined}
          placeholder="A command, an object, a scene, a lesson" autoComplete="off" spellCheck={false} value={query} onKeyDown={onKeyDown}
          onChange={(e) => { setQuery(e.target.value); setMarked(undefined); }} />
      </form>
      <div className="command-list palette-list" id="palette-list" ref={list}>
        {groupsOf(items).map(([group, of]) => (
          <section key={group} aria-label={group}>
            <h3 className="eyebrow">{group}</h3>
            <ul>{of.map((item) => <li key={item.id}><Row item={item} isMarked={item === current} onMark={() => setMarked(item.id)} onTake={() => take(item)} /></li>)}</ul>
          </section>
        ))}
        {items.every((i) => i.id === "page events") ? <p className="empty">Nothing is called so.</p> : null}
      </div>
      <footer className="palette-foot">
        {plan ? <p className="mono palette-line" title={plan.kubectl}>{plan.kubectl}</p> : <p className="muted palette-line"><kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>Enter</kbd> takes it</p>}
        <OutcomeLine requests={plan?.requests} />
      </footer>
    </Modal>
  );
}

interface RowProps {
  readonly item: Item;
  readonly isMarked: boolean;
  readonly onMark: () => void;
  readonly onTake: () => void;
}

function Row({ item, isMarked, onMark, onTake }: RowProps) {
  const isOff = item.why !== undefined;
  const shared = {
    id: domId(item), "data-item": item.id, className: ["command-row", item.danger ? "danger" : "", isMarked ? "marked" : ""].filter(Boolean).join(" "), onPointerMove: onMark, onFocus: onMark,
  };
  const text = <span>{item.title}{item.why === undefined ? null : <small className="why-off">{item.why}</small>}{item.note === undefined ? null : <small className="item-note">{item.note}</small>}</span>;
  if (item.href !== undefined) return <a {...shared} href={item.href} aria-current={item.isCurrent ? "page" : undefined}>{text}</a>;
  return (
    <button type="button" {...shared} aria-disabled={isOff || undefined} title={item.why} onClick={onTake}>
      {text}{item.shortcut ? <kbd>{keyWords(item.shortcut)}</kbd> : null}
    </button>
  );
}

function domId(item: Item): string {
  return `palette-${item.id.replaceAll(" ", "-")}`;
}

/** In the order in which the groups first come. */
function groupsOf(items: readonly Item[]): readonly (readonly [string, readonly Item[]])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}
