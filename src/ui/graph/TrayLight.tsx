import "../theme/light.css";
import { CodeText } from "../shell/SentenceText.tsx";

interface TrayLightProps {
  /** Why the node is not among those that are lit. */
  readonly note: string | undefined;
  /** Whose pods a command would bring here. */
  readonly added: readonly string[] | undefined;
}

/** What the light says on one node. */
export function TrayLight({ note, added }: TrayLightProps) {
  return (
    <>
      {note === undefined ? null : <p className="tray-note" title={note.replaceAll("`", "")}><CodeText text={note} /></p>}
      {added ? <span className="tray-added" title={`would come here: ${added.join(", ")}`}>+{added.length} <span className="added-name">{added[0]}</span></span> : null}
    </>
  );
}
