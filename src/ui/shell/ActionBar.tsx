import { useDaemonSets } from "../hooks/use-mirror.ts";
import { useLight } from "../graph/light-store.ts";
import { loadCommands } from "../load-commands.ts";
import { useClock, useSession } from "../session-context.ts";
import { openDialog, useUi } from "../store.ts";
import { Icon } from "./Icon.tsx";

interface Shown {
  readonly id: string;
  readonly words: string;
  readonly title: string;
  readonly look?: string;
}

/** What the bar offers without a menu, in this order. */
const SHOWN: readonly Shown[] = [
  { id: "add-node", words: "+ Node", title: "Add node (N)" },
  { id: "taint-node", words: "Taint", title: "Taint a node (T)" },
  { id: "label-node", words: "Label", title: "Label a node (L)" },
  { id: "cordon-node", words: "Cordon", title: "Cordon a node (C)" },
  { id: "update-image", words: "Update image", title: "Update the image of the DaemonSet (U)", look: "accent" },
  { id: "delete-pod", words: "Delete pod", title: "Delete a pod (Del)" },
  { id: "fail-node", words: "Fail node", title: "Cut the power of a node (F)", look: "danger" },
];

/** Where there is no DaemonSet to update, the first thing to do is to create one. */
const CREATE: Shown = { id: "create-daemonset", words: "Create DaemonSet", title: "Create a DaemonSet", look: "accent" };

/** The commonest commands on what is selected; a command without its target asks for it. */
export function ActionBar() {
  const session = useSession();
  const selection = useUi((s) => s.selection);
  const pointed = useLight((s) => s.pointed);
  const isOpen = useClock((c) => c.isOpen);
  const isEmpty = useDaemonSets().length === 0 && isOpen;
  const shown = SHOWN.map((s) => (isEmpty && s.id === "update-image" ? CREATE : s));
  return (
    <div className="action-bar" role="toolbar" aria-label="Actions">
      {shown.map(({ id, words, title, look }) => (
        <button key={id} type="button" className={["action", look, id === pointed ? "pointed" : ""].filter(Boolean).join(" ")} title={title} onClick={() => void loadCommands().then((m) => m.startCommandById(session, id, selection))}>{words}</button>
      ))}
      <button type="button" className={pointed !== undefined && !shown.some((s) => s.id === pointed) ? "action pointed" : "action"} title="All commands (k)" onClick={() => openDialog({ kind: "commands" })}>
        More <Icon name="more" size={15} />
      </button>
    </div>
  );
}
