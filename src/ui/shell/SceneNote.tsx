import "../theme/scenes.css";
import { NODES } from "../../api/resources.ts";
import type { SceneNote as Note } from "../../lessons/schema.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { loadCommands } from "../load-commands.ts";
import { useSession } from "../session-context.ts";
import { Icon } from "./Icon.tsx";
import { CodeText } from "./SentenceText.tsx";

const TroubleNote = onDemand(() => import("../trouble/TroubleNote.tsx").then((m) => m.TroubleNote));

/** What stands above the picture of a scene: its note, or an exercise. */
export function SceneNote({ note }: { readonly note: Note }) {
  return useSession().scenario.scene === "trouble" ? <TroubleNote /> : <NewNodeNote note={note} />;
}

/** What a scene asks, and once its node has joined, the answer. The button does in one click what `+ Node` asks about. */
function NewNodeNote({ note }: { readonly note: Note }) {
  const session = useSession();
  const nodes = useMirror("counts", (m) => m.counts.nodes);
  const isNew = nodes > session.scenario.log.setup.filter((r) => r.resource === NODES.key).length;
  const text = isNew ? note.onNewNode : note.text;
  return (
    <aside className="scene-note" aria-label="Scene">
      <p role="status" title={text.replaceAll("`", "")}><CodeText text={text} /></p>
      <button type="button" className={isNew ? "button" : "button primary"} onClick={() => void loadCommands().then((m) => m.runAtOnce(session, "add-node"))}>
        <Icon name="plus" size={14} /> {isNew ? "Add another node" : "Add a node"}
      </button>
    </aside>
  );
}
