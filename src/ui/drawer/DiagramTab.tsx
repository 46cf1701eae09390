import "../theme/tables.css";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { clusterFlowchart } from "../../view/mermaid/flowchart.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { useUi } from "../store.ts";

const REDRAW_MS = 400;

/** The cluster as a mermaid diagram, to look at and to copy into a document. */
export function DiagramTab() {
  const { mirror } = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REDRAW_MS);
  const diagram = useMemo(() => {
    void version;
    return clusterFlowchart(mirror);
  }, [mirror, version]);
  const svg = useMermaid(diagram.text);
  return (
    <div className="diagram">
      <div className="diagram-tools">
        <CopyButton text={diagram.text} label="Copy the mermaid text" />
        {diagram.omitted > 0 ? <span className="muted">{diagram.omitted} more nodes are left out</span> : null}
      </div>
      {svg === undefined ? <p className="empty">Drawing…</p> : svg === "" ? <pre>{diagram.text}</pre> : <div className="diagram-svg" role="img" aria-label="The cluster as a diagram" dangerouslySetInnerHTML={{ __html: svg }} />}
    </div>
  );
}

/** The drawing of a text; undefined before the first, empty if it could not be drawn. */
function useMermaid(text: string): string | undefined {
  const id = useId().replaceAll(/[^a-zA-Z0-9]/g, "");
  const theme = useUi((s) => s.theme);
  const [svg, setSvg] = useState<string>();
  const drawn = useRef(0);
  const shown = useRef(0);
  useEffect(() => {
    // Mermaid removes an element of the same id from the page: each drawing needs its own.
    const n = ++drawn.current;
    // One that was overtaken meanwhile is still better than the one before it.
    const show = (out: string) => {
      if (n > shown.current) setSvg(out);
      shown.current = Math.max(n, shown.current);
    };
    draw(`diagram-${id}-${n}`, text).then(show, () => show(""));
  }, [id, text, theme]);
  return svg;
}

async function draw(id: string, text: string): Promise<string> {
  // The bundle has its own copy of d3. With the other entry, what it shares with the picture would all be in the first load.
  const { default: mermaid } = await import("mermaid/dist/mermaid.esm.min.mjs");
  const isDark = document.documentElement.dataset["theme"] === "dark";
  // `strict`: names come from whoever wrote the YAML, and must not become markup.
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: isDark ? "dark" : "neutral", fontFamily: "inherit", flowchart: { htmlLabels: false } });
  return (await mermaid.render(id, text)).svg;
}
