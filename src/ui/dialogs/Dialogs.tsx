import { lazy, Suspense } from "react";
import { COMMANDS } from "../commands/list.ts";
import { useUi } from "../store.ts";

const CommandDialog = lazy(() => import("./CommandDialog.tsx").then((m) => ({ default: m.CommandDialog })));
const CommandsDialog = lazy(() => import("./CommandsDialog.tsx").then((m) => ({ default: m.CommandsDialog })));
const ShortcutsDialog = lazy(() => import("./ShortcutsDialog.tsx").then((m) => ({ default: m.ShortcutsDialog })));
const ApplyDialog = lazy(() => import("./ApplyDialog.tsx").then((m) => ({ default: m.ApplyDialog })));

/** The one dialog that is open, if any. Each is loaded when it is first asked for. */
export function Dialogs() {
  return <Suspense fallback={null}><OpenDialog /></Suspense>;
}

function OpenDialog() {
  const dialog = useUi((s) => s.dialog);
  switch (dialog?.kind) {
    case "command": {
      const command = COMMANDS.find((c) => c.id === dialog.id);
      return command ? <CommandDialog key={dialog.id} command={command} target={dialog.target} /> : null;
    }
    case "apply":
      return <ApplyDialog text={dialog.text ?? ""} />;
    case "commands":
      return <CommandsDialog />;
    case "shortcuts":
      return <ShortcutsDialog />;
    case undefined:
      return null;
  }
}
