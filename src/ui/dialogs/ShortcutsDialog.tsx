import { COMMANDS } from "../commands/list.ts";
import { closeDialog, setHasKeys, useUi } from "../store.ts";
import { keyWords } from "../key-words.ts";
import { Modal } from "./Modal.tsx";

const PAGE_KEYS: readonly (readonly [string, string])[] = [
  ["Space", "play, pause"],
  [".", "one decision further"],
  ["Arrows", "from node to node"],
  ["Enter", "why"],
  ["Menu, Shift+F10", "actions of what has the focus"],
  ["K, Ctrl+K", "all commands, objects and scenes"],
  ["/", "search"],
  ["Ctrl+Z, Ctrl+Shift+Z", "undo, redo"],
  ["Y", "apply YAML"],
  ["Ctrl+`", "terminal, and back"],
  ["Esc", "close what is open"],
  ["?", "this help"],
];

/** How to read the picture in four sentences, and every key. */
export function ShortcutsDialog() {
  const hasKeys = useUi((s) => s.hasKeys);
  return (
    <Modal title="Help" onClose={closeDialog} wide>
      <div className="help">
        <section>
          <h3 className="eyebrow">How to read the picture</h3>
          <ul className="help-text">
            <li>The card is a DaemonSet: it wants one pod on every node that fits its rules.</li>
            <li>Each tray is a node. A DaemonSet has the same place on every node, so a hole shows at once. Click it to see why.</li>
            <li>The line under the picture says who decided what. Its cause chain goes back to what started it.</li>
            <li>Time is virtual and can be gone back. In Story pace it waits while you read; waiting is hurried through.</li>
            <li>Everything here follows Kubernetes 1.36. The same seed and the same actions give the same run.</li>
          </ul>
        </section>
        <section>
          <h3 className="eyebrow">Keys</h3>
          <label className="keys-switch">
            <input type="checkbox" checked={hasKeys} onChange={(e) => setHasKeys(e.target.checked)} /> Single letters and signs act
          </label>
          <dl className="keys">
            {PAGE_KEYS.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}
            {commandKeys().map(([key, titles]) => <div key={key}><dt><kbd>{keyWords(key)}</kbd></dt><dd>{titles.join(", ")}</dd></div>)}
          </dl>
        </section>
      </div>
    </Modal>
  );
}

/** Commands that exclude each other share a key. */
function commandKeys(): readonly (readonly [string, readonly string[]])[] {
  const keys = new Map<string, string[]>();
  for (const { shortcut, title } of COMMANDS) if (shortcut) keys.set(shortcut, [...(keys.get(shortcut) ?? []), title]);
  return [...keys];
}
