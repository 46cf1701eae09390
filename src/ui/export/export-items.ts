import type { Item } from "../palette/palette-items.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import type { ExportKind } from "./exports.ts";

const EXPORTS: readonly { readonly kind: ExportKind; readonly title: string; readonly note: string }[] = [
  { kind: "svg", title: "Export picture as SVG", note: "The whole scene, in the colours of this theme" },
  { kind: "png", title: "Export picture as PNG", note: "The same as pixels, twice as large" },
  { kind: "flowchart", title: "Export as mermaid flowchart", note: "Nodes, pods and who owns them; also copied" },
  { kind: "sequence", title: "Export this run as mermaid sequence", note: "Who called whom from the beginning; also copied" },
  { kind: "sequence-since", title: "Export what happened since your last command as mermaid sequence", note: "Who called whom because of it; also copied" },
];

/** The exports as lines of the palette. What they need is loaded when one is chosen. */
export function exportItems(session: Session): readonly Item[] {
  const isEmpty = session.mirror.trayNames.length === 0 && session.mirror.workloads.length === 0;
  return EXPORTS.map(({ kind, title, note }) => ({
    id: `export ${kind}`, group: "Export", title, note, ...(isEmpty ? { why: "There is nothing in the cluster yet." } : {}),
    run: () => void import("./exports.ts").then((m) => m.exportAs(session, kind)).catch(() => useUi.setState({ toast: "The export could not be made." })),
  }));
}
