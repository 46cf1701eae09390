import { useUi } from "../store.ts";
import { onDemand } from "../hooks/on-demand.tsx";

/** For whoever knows that it will be wanted soon. */
export const CommandDialog = onDemand(() => import("./CommandDialog.tsx").then((m) => m.CommandDialog));
const Palette = onDemand(() => import("../palette/Palette.tsx").then((m) => m.Palette));
const ShortcutsDialog = onDemand(() => import("./ShortcutsDialog.tsx").then((m) => m.ShortcutsDialog));
const ApplyDialog = onDemand(() => import("./ApplyDialog.tsx").then((m) => m.ApplyDialog));
const ObjectDialog = onDemand(() => import("./ObjectDialog.tsx").then((m) => m.ObjectDialog));
const GalleryDialog = onDemand(() => import("../gallery/GalleryDialog.tsx").then((m) => m.GalleryDialog));
const CalculatorDialog = onDemand(() => import("../calculator/CalculatorDialog.tsx").then((m) => m.CalculatorDialog));
const FileDialog = onDemand(() => import("../terminal/FileDialog.tsx").then((m) => m.FileDialog));

/** The one dialog that is open, if any. Each is loaded when it is first asked for. */
export function Dialogs() {
  const dialog = useUi((s) => s.dialog);
  switch (dialog?.kind) {
    case "command":
      return <CommandDialog key={dialog.id} id={dialog.id} target={dialog.target} />;
    case "apply":
      return <ApplyDialog text={dialog.text ?? ""} />;
    case "object":
      return <ObjectDialog key={`${dialog.resource} ${dialog.namespace ?? ""}/${dialog.name}`} dialog={dialog} />;
    case "file":
      return <FileDialog key={dialog.name} dialog={dialog} />;
    case "commands":
      return <Palette typed={dialog.typed ?? ""} />;
    case "gallery":
      return <GalleryDialog />;
    case "calculator":
      return <CalculatorDialog />;
    case "shortcuts":
      return <ShortcutsDialog />;
    case undefined:
      return null;
  }
}
