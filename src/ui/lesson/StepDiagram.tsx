import { useEffect, useId, useRef, useState } from "react";
import { EN } from "../messages/en.ts";
import { useUi } from "../store.ts";

/** The step's diagram; its parts light up as the cluster does what they stand for. */
export function StepDiagram({ text, lit }: { readonly text: string; readonly lit: readonly string[] }) {
  const id = useId().replaceAll(/[^a-zA-Z0-9]/g, "");
  const theme = useUi((s) => s.theme);
  const place = useRef<HTMLDivElement>(null);
  const [svg, setSvg] = useState<string>();

  useEffect(() => {
    let isOver = false;
    const show = (drawn: string) => { if (!isOver) setSvg(drawn); };
    draw(`lesson-${id}-${theme}`, text).then(show, () => show(""));
    return () => { isOver = true; };
  }, [id, text, theme]);

  useEffect(() => {
    for (const element of place.current?.querySelectorAll(".lit") ?? []) element.classList.remove("lit");
    for (const name of lit) for (const element of place.current?.querySelectorAll(partsOf(name)) ?? []) element.classList.add("lit");
  }, [svg, lit]);

  if (svg === undefined) return <div className="step-diagram" aria-hidden="true" />;
  if (svg === "") return <pre className="step-diagram">{text}</pre>;
  return (
    <figure className="step-diagram">
      <div ref={place} role="img" aria-label={EN.diagram} dangerouslySetInnerHTML={{ __html: svg }} />
      <details><summary>{EN.diagramText}</summary><pre>{text}</pre></details>
    </figure>
  );
}

/** How mermaid names what it draws for an id: nodes, subgraphs, edges (`L_A_B_0`), participants. */
function partsOf(name: string): string {
  const id = CSS.escape(name);
  return [`.node[id*="flowchart-${id}-"]`, `.cluster[id$="-${id}"]`, `.cluster[id="${id}"]`, `[data-id="${id}"]`, `[id$="-${id}"].flowchart-link`, `[name="${id}"]`].join(", ");
}

async function draw(id: string, text: string): Promise<string> {
  // The bundle has its own copy of d3. With the other entry, what it shares with the picture would all be in the first load.
  const { default: mermaid } = await import("mermaid/dist/mermaid.esm.min.mjs");
  const isDark = document.documentElement.dataset["theme"] === "dark";
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: isDark ? "dark" : "neutral", fontFamily: "inherit", flowchart: { htmlLabels: false }, sequence: NARROW });
  return (await mermaid.render(id, text)).svg;
}

/** A sequence of five participants must be readable in a rail of 300 px. */
const NARROW = { width: 76, actorMargin: 6, messageMargin: 26, wrap: true, mirrorActors: false, diagramMarginX: 4, boxMargin: 4, noteMargin: 6 };
