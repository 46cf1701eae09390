import { useEffect, useEffectEvent, useState, type FormEvent } from "react";
import { HOME } from "../../terminal/files.ts";
import { Modal } from "../dialogs/Modal.tsx";
import { onDemand } from "../hooks/on-demand.tsx";
import { closeDialog, type Dialog } from "../store.ts";

const CodeEditor = onDemand(() => import("../editor/CodeEditor.tsx").then((m) => m.CodeEditor));

/** A file in the page's editor: what `edit`, `vi` and `kubectl edit` open. */
export function FileDialog({ dialog }: { readonly dialog: Extract<Dialog, { kind: "file" }> }) {
  const [text, setText] = useState(dialog.text);
  const end = (saved: string | undefined) => {
    closeDialog();
    dialog.onClose(saved);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    end(text);
  };
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    end(text);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  const name = dialog.name.startsWith(`${HOME}/`) ? dialog.name.slice(HOME.length + 1) : dialog.name;
  return (
    <Modal title={name} wide onClose={() => end(undefined)}>
      <form className="form apply" onSubmit={save}>
        <CodeEditor label={`Text of ${name}`} value={text} onChange={setText} hasAutoFocus onSubmit={() => end(text)} />
        <footer>
          <button type="button" className="button" onClick={() => end(undefined)}>Cancel</button>
          <button type="submit" className="button primary">Save <kbd>Ctrl S</kbd></button>
        </footer>
      </form>
    </Modal>
  );
}
