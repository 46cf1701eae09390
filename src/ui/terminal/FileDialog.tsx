import { useState, type FormEvent, type KeyboardEvent } from "react";
import { HOME } from "../../terminal/files.ts";
import { Modal } from "../dialogs/Modal.tsx";
import { closeDialog, type Dialog } from "../store.ts";

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
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    end(text);
  };
  const name = dialog.name.startsWith(`${HOME}/`) ? dialog.name.slice(HOME.length + 1) : dialog.name;
  return (
    <Modal title={name} wide onClose={() => end(undefined)}>
      <form className="form apply" onSubmit={save}>
        <label htmlFor="file-text" className="visually-hidden">Text of {name}</label>
        <textarea id="file-text" data-first className="editor" rows={20} spellCheck={false} wrap="off" value={text} onKeyDown={onKeyDown} onChange={(e) => setText(e.target.value)} />
        <footer>
          <button type="button" className="button" onClick={() => end(undefined)}>Cancel</button>
          <button type="submit" className="button primary">Save <kbd>Ctrl S</kbd></button>
        </footer>
      </form>
    </Modal>
  );
}
