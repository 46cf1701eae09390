import { clusterFlowchart } from "../../view/mermaid/flowchart.ts";
import { runSequence, sinceLastAct } from "../../view/mermaid/sequence.ts";
import { nodeOfDecision } from "../../view/scene/edges.ts";
import { sceneSvg } from "../../view/svg/scene-svg.ts";
import type { SceneSvg } from "../../view/svg/scene-svg.ts";
import { COLOR_NAMES } from "../../view/svg/write.ts";
import type { Colors } from "../../view/svg/write.ts";
import type { Session } from "../session.ts";
import { useUi } from "../store.ts";
import { saveFile } from "./save-file.ts";
import { svgToPng } from "./svg-to-png.ts";

export type ExportKind = "svg" | "png" | "flowchart" | "sequence" | "sequence-since";

/** Wide enough for five trays side by side, whatever the window: an export is looked at elsewhere. */
const SCENE_WIDTH = 1200;

/** Saves the present picture or run as a file; mermaid text is also put on the clipboard. Says what was done. */
export async function exportAs(session: Session, kind: ExportKind): Promise<void> {
  switch (kind) {
    case "svg":
      return save("cluster.svg", new Blob([pictureOf(session).text], { type: "image/svg+xml" }));
    case "png":
      return save("cluster.png", await svgToPng(pictureOf(session)));
    case "flowchart": {
      const { text, omitted } = clusterFlowchart(session.mirror);
      return saveMermaid("cluster.mmd", text, omitted > 0 ? ` ${omitted} more nodes are left out.` : "");
    }
    case "sequence":
    case "sequence-since": {
      const { mirror } = session;
      const span = kind === "sequence" ? mirror.decisions : sinceLastAct(mirror.decisions);
      const { text, omitted } = runSequence(span, { nodeOf: (d) => nodeOfDecision(mirror, d) });
      return saveMermaid("run.mmd", text, omitted > 0 ? ` ${omitted} more decisions are left out.` : "");
    }
  }
}

function pictureOf(session: Session): SceneSvg {
  return sceneSvg(session.mirror, { colors: readColors(), width: SCENE_WIDTH });
}

function save(name: string, blob: Blob): void {
  saveFile(name, blob);
  useUi.setState({ toast: `Saved as ${name}.` });
}

async function saveMermaid(name: string, text: string, more: string): Promise<void> {
  saveFile(name, new Blob([`${text}\n`], { type: "text/plain" }));
  const isCopied = await navigator.clipboard.writeText(text).then(() => true, () => false);
  useUi.setState({ toast: `Saved as ${name}${isCopied ? " and copied" : ""}.${more}` });
}

/** The colours of the present theme, as the style sheet says. */
function readColors(): Colors {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(COLOR_NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colors;
}
