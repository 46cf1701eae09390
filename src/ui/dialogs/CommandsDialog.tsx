import { useState } from "react";
import type { WorkloadRow } from "../../api/frame.ts";
import type { Command } from "../commands/command.ts";
import { COMMANDS } from "../commands/list.ts";
import { keyWords } from "../key-words.ts";
import { possibility, startCommand } from "../run-command.ts";
import { useClock, useSession } from "../session-context.ts";
import { closeDialog, useUi } from "../store.ts";
import { SceneList } from "../shell/SceneList.tsx";
import { Modal } from "./Modal.tsx";

const GROUPS: readonly (readonly [Command["group"], string])[] = [["cluster", "Cluster"], ["node", "Node"], ["pod", "Pod"], ["workload", "Workload"]];

/**
 * Everything that can be done, with a filter: type, then Enter runs the first that is left.
 * `typed`: what was typed before the dialog was there.
 */
export function CommandsDialog({ typed }: { readonly typed: string }) {
  const session = useSession();
  const selection = useUi((s) => s.selection);
  useClock((c) => c.contextVersion);
  const [filter, setFilter] = useState(typed);
  const { workloads } = session.picture();
  const found = COMMANDS.filter((c) => isOfUse(c, workloads) && c.title.toLowerCase().includes(filter.trim().toLowerCase()));

  function run(command: Command) {
    closeDialog();
    startCommand(session, command, selection);
  }

  return (
    <Modal title="All commands" onClose={closeDialog}>
      <form onSubmit={(e) => { e.preventDefault(); if (found[0]) run(found[0]); }}>
        <label className="visually-hidden" htmlFor="command-filter">Filter</label>
        <input id="command-filter" className="filter" type="text" placeholder="Filter" autoComplete="off" value={filter} onChange={(e) => setFilter(e.target.value)} />
      </form>
      <div className="command-list">
        {GROUPS.map(([group, title]) => {
          const commands = found.filter((c) => c.group === group);
          return commands.length === 0 ? null : (
            <section key={group}>
              <h3 className="eyebrow">{title}</h3>
              <ul>{commands.map((c) => <li key={c.id}><CommandRow command={c} why={possibility(session, c, selection)} onRun={() => run(c)} /></li>)}</ul>
            </section>
          );
        })}
        <section>
          <h3 className="eyebrow">Page</h3>
          <ul><li><button type="button" className="command-row" onClick={() => { closeDialog(); session.reset(); }}><span>Start over with the first cluster</span></button></li></ul>
        </section>
        {session.scenario.scene === undefined ? null : <section><h3 className="eyebrow">Scenes</h3><SceneList /></section>}
      </div>
    </Modal>
  );
}

/** A command for kinds of which there is none here would only make the list longer; those on DaemonSets are always there. */
function isOfUse(command: Command, workloads: readonly WorkloadRow[]): boolean {
  const { kinds } = command;
  return !kinds || kinds.includes("DaemonSet") || workloads.some((w) => kinds.includes(w.kind));
}

interface CommandRowProps {
  readonly command: Command;
  /** True, or why it cannot be done now. */
  readonly why: true | string;
  readonly onRun: () => void;
}

function CommandRow({ command, why, onRun }: CommandRowProps) {
  const isOff = why !== true;
  return (
    <button type="button" className={command.danger ? "command-row danger" : "command-row"} aria-disabled={isOff || undefined} title={isOff ? why : undefined}
      onClick={() => { if (!isOff) onRun(); }}>
      <span>{command.title}{isOff ? <small className="why-off">{why}</small> : null}</span>
      {command.shortcut ? <kbd>{keyWords(command.shortcut)}</kbd> : null}
    </button>
  );
}
