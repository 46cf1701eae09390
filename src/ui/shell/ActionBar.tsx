import { Ellipsis } from "lucide-react";
import type { Command } from "../commands/command.ts";
import { COMMANDS } from "../commands/list.ts";
import { startCommand } from "../run-command.ts";
import { useSession } from "../session-context.ts";
import { openDialog, useUi } from "../store.ts";

/** What the bar offers without a menu, in this order. */
const SHOWN: readonly (readonly [id: string, words: string, look: string])[] = [
  ["add-node", "+ Node", ""],
  ["taint-node", "Taint", ""],
  ["label-node", "Label", ""],
  ["cordon-node", "Cordon", ""],
  ["update-image", "Update image", "accent"],
  ["delete-pod", "Delete pod", ""],
  ["fail-node", "Fail node", "danger"],
];

/** The commonest commands on what is selected; a command without its target asks for it. */
export function ActionBar() {
  const session = useSession();
  const selection = useUi((s) => s.selection);
  return (
    <div className="action-bar" role="toolbar" aria-label="Actions">
      {SHOWN.map(([id, words, look]) => {
        const command = COMMANDS.find((c) => c.id === id);
        return command ? (
          <button key={id} type="button" className={`action ${look}`} title={titleOf(command)} onClick={() => startCommand(session, command, selection)}>{words}</button>
        ) : null;
      })}
      <button type="button" className="action" title="All commands (k)" onClick={() => openDialog({ kind: "commands" })}>
        More <Ellipsis size={15} aria-hidden />
      </button>
    </div>
  );
}

function titleOf(command: Command): string {
  return command.shortcut ? `${command.title} (${command.shortcut.toUpperCase()})` : command.title;
}
