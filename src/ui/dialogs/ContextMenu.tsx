import "../theme/dialogs.css";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { COMMANDS, isFor } from "../commands/list.ts";
import { commandContext } from "../hooks/use-command-context.ts";
import { plainPlan, startCommand } from "../run-command.ts";
import { OutcomeLine } from "../session/OutcomeLine.tsx";
import { useSession } from "../session-context.ts";
import { select, useUi } from "../store.ts";
import type { Menu } from "../store.ts";
import { keyWords } from "../key-words.ts";

const MARGIN = 8;

/** What can be done with one node, pod or workload, where it was asked for. */
export function ContextMenu() {
  const menu = useUi((s) => s.menu);
  return menu ? <OpenMenu key={`${menu.target.uid} ${menu.x} ${menu.y}`} menu={menu} /> : null;
}

function OpenMenu({ menu }: { readonly menu: Menu }) {
  const session = useSession();
  const ref = useRef<HTMLDivElement>(null);
  const [origin] = useState(() => document.activeElement);
  const [place, setPlace] = useState({ left: menu.x, top: menu.y });
  const [context] = useState(() => commandContext(session, menu.target));
  const [hovered, setHovered] = useState<string>();
  const commands = COMMANDS.filter((c) => isFor(c, menu.target.kind)).map((command) => ({ command, why: command.when(context) }));

  // With the answers that its form would offer.
  const requests = useMemo(() => {
    const item = commands.find((c) => c.command.id === hovered && c.why === true);
    const plan = item && plainPlan(item.command, context);
    return plan && "requests" in plan ? plan.requests : undefined;
    // eslint-disable-next-line react-hooks/exhaustive-deps -- The commands are those of the context.
  }, [hovered, context]);

  function close() {
    useUi.setState({ menu: undefined });
    if (origin instanceof HTMLElement) origin.focus({ preventScroll: true });
  }

  useLayoutEffect(() => {
    const box = ref.current!.getBoundingClientRect();
    setPlace({
      left: Math.max(MARGIN, Math.min(menu.x, innerWidth - box.width - MARGIN)),
      top: Math.max(MARGIN, Math.min(menu.y, innerHeight - box.height - MARGIN)),
    });
    ref.current!.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [menu.x, menu.y]);

  useEffect(() => {
    const onPointer = (e: PointerEvent) => {
      if (!ref.current?.contains(e.target as globalThis.Node)) useUi.setState({ menu: undefined });
    };
    document.addEventListener("pointerdown", onPointer, true);
    return () => document.removeEventListener("pointerdown", onPointer, true);
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    const items = [...ref.current!.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at - 1 + items.length) % items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[to]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="menu" ref={ref} role="menu" tabIndex={-1} aria-label={`Actions for ${menu.target.name}`} style={place} onKeyDown={onKeyDown}>
      <p className="menu-title" role="presentation"><b>{menu.target.name}</b> <span className="eyebrow">{menu.target.kind}</span></p>
      <button type="button" role="menuitem" tabIndex={-1} className="command-row" onClick={() => { close(); select(menu.target, "why"); }}><span>Why?</span><kbd>Enter</kbd></button>
      <button type="button" role="menuitem" tabIndex={-1} className="command-row" onClick={() => { close(); select(menu.target, "yaml"); }}><span>YAML</span></button>
      <hr />
      {commands.map(({ command, why }) => (
        <button key={command.id} type="button" role="menuitem" tabIndex={-1} aria-disabled={why !== true || undefined} title={why === true ? undefined : why}
          className={command.danger ? "command-row danger" : "command-row"}
          onPointerEnter={() => setHovered(command.id)} onFocus={() => setHovered(command.id)}
          onClick={() => { if (why !== true) return; close(); startCommand(session, command, menu.target); }}>
          <span>{command.title}</span>
          {command.shortcut ? <kbd>{keyWords(command.shortcut)}</kbd> : null}
        </button>
      ))}
      <OutcomeLine requests={requests} />
    </div>
  );
}
