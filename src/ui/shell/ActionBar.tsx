import { startCommandById } from "../run-command.ts";
import { useSession } from "../session-context.ts";
import { openDialog, useUi } from "../store.ts";
import { Icon } from "./Icon.tsx";

/** What the bar offers without a menu, in this order. */
const SHOWN: readonly { readonly id: string; readonly words: string; readonly title: string; readonly look?: string }[] = [
  { id: "add-node", words: "+ Node", title: "Add node (N)" },
  { id: "taint-node", words: "Taint", title: "Taint a node (T)" },
  { id: "label-node", words: "Label", title: "Label a node (L)" },
  { id: "cordon-node", words: "Cordon", title: "Cordon a node (C)" },
  { id: "update-image", words: "Update image", title: "Update the image of the DaemonSet (U)", look: "accent" },
  { id: "delete-pod", words: "Delete pod", title: "Delete a pod (Del)" },
  { id: "fail-node", words: "Fail node", title: "Cut the power of a node (F)", look: "danger" },
];

/** The commonest commands on what is selected; a command without its target asks for it. */
export function ActionBar() {
  const session = useSession();
  const selection = useUi((s) => s.selection);
  return (
    <div className="action-bar" role="toolbar" aria-label="Actions">
      {SHOWN.map(({ id, words, title, look }) => (
        <button key={id} type="button" className={look ? `action ${look}` : "action"} title={title} onClick={() => void startCommandById(session, id, selection)}>{words}</button>
      ))}
      <button type="button" className="action" title="All commands (k)" onClick={() => openDialog({ kind: "commands" })}>
        More <Icon name="more" size={15} />
      </button>
    </div>
  );
}
