import { isSequence, litEdges } from "./diagram-edges.ts";

/** Draws mermaid text in the colours of the present theme. @returns SVG */
export async function drawDiagram(id: string, text: string): Promise<string> {
  // The bundle has its own copy of d3. With the other entry, what it shares with the picture would all be in the first load.
  const { default: mermaid } = await import("mermaid/dist/mermaid.esm.min.mjs");
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: "base", themeVariables: themeColors(), fontFamily: "inherit", fontSize: 13, flowchart: CLOSE, sequence: NARROW });
  const { svg } = await mermaid.render(id, text);
  // An actor's message to itself reaches out of the box that mermaid measures.
  return isSequence(text) ? svg.replace(/viewBox="(\S+) (\S+) (\S+) (\S+)"/, (_, x: string, y: string, width: string, height: string) => `viewBox="${x} ${y} ${Number(width) + LOOP_WIDTH} ${height}"`) : svg;
}

const LOOP_WIDTH = 24;

function themeColors(): Readonly<Record<string, string | boolean>> {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const [ink, box, line] = [color("ink"), color("chip"), color("ink-3")];
  return {
    darkMode: document.documentElement.dataset["theme"] === "dark", background: color("surface"), primaryColor: box, primaryTextColor: ink, primaryBorderColor: color("border-control"), lineColor: line, textColor: ink,
    clusterBkg: color("bg"), clusterBorder: color("border"), titleColor: color("ink-2"), edgeLabelBackground: color("surface"),
    actorBkg: box, actorBorder: color("border-control"), actorTextColor: ink, actorLineColor: color("border"), signalColor: line, signalTextColor: ink,
    noteBkgColor: color("pending-soft"), noteBorderColor: color("pending-line"), noteTextColor: ink,
  };
}

/** Little air between things, so that words stay readable in a rail of 330 px. */
const CLOSE = { htmlLabels: false, padding: 11, nodeSpacing: 20, rankSpacing: 30, subGraphTitleMargin: { top: 4, bottom: 10 } };
/** A sequence of five participants must be readable there as well. */
const NARROW = {
  width: 76, height: 34, actorMargin: 4, messageMargin: 18, wrap: true, wrapPadding: 2, mirrorActors: false, diagramMarginX: 2, diagramMarginY: 4, boxMargin: 4, noteMargin: 5,
  fontSize: 13,
};

/**
 * Lights parts of a drawn diagram, and what connects them; all others go dark.
 * @param lit ids that are lit now
 * @param named all ids that the step can light
 */
export function lightDiagram(place: Element, text: string, lit: readonly string[], named: readonly string[]): void {
  raiseTitles(place);
  for (const element of place.querySelectorAll(".lit")) element.classList.remove("lit");
  for (const name of lit) for (const element of place.querySelectorAll(partsOf(name))) element.classList.add("lit");
  const lines = [...place.querySelectorAll<SVGElement>('[data-et="message"], path.flowchart-link')];
  const isLit = litEdges(text, lit, named, lines.map(endsOf));
  for (const [i, line] of lines.entries()) if (isLit[i]) for (const element of [line, ...wordsOf(place, line)]) element.classList.add("lit");
}

/** The titles of subgraphs above the edges that cross them. */
function raiseTitles(place: Element): void {
  for (const label of place.querySelectorAll<SVGGElement>(".clusters .cluster-label")) {
    const root = label.closest(".root");
    const text = label.querySelector("text");
    if (text) text.style.fill = getComputedStyle(text).fill;
    root?.append(label);
  }
}

/** How mermaid names what it draws for an id: nodes, subgraphs, participants. */
function partsOf(name: string): string {
  const id = CSS.escape(name);
  return [`.node[id*="flowchart-${id}-"]`, `.cluster[id$="-${id}"]`, `.cluster[id="${id}"]`, `[data-id="${id}"]`, `[name="${id}"]`].join(", ");
}

function endsOf(line: SVGElement): { readonly from: string; readonly to: string } {
  const { dataset } = line;
  const [, from = dataset["from"] ?? "", to = dataset["to"] ?? ""] = /^L_([^_]+)_([^_]+)_\d+$/.exec(dataset["id"] ?? "") ?? [];
  return { from, to };
}

/** The label of an edge, or the lines of text that stand before a message. */
function wordsOf(place: Element, line: Element): readonly Element[] {
  if (line.getAttribute("data-et") !== "message") return [...place.querySelectorAll(`.label[data-id="${CSS.escape(line.getAttribute("data-id") ?? "")}"]`)];
  const words: Element[] = [];
  for (let before = line.previousElementSibling; before?.classList.contains("messageText"); before = before.previousElementSibling) words.push(before);
  return words;
}

/** What a style sheet of the page gives to lit parts; an export has to bring it along. */
const STYLES = ["fill", "stroke", "stroke-width", "font-weight"] as const;

/** The diagram as it stands there, lights included, as a picture of its own. */
export function diagramPicture(place: Element): { readonly text: string; readonly width: number; readonly height: number } {
  const drawn = place.querySelector("svg")!;
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const from = [...drawn.querySelectorAll(".lit, .lit > *")];
  for (const [i, element] of [...copy.querySelectorAll<SVGElement>(".lit, .lit > *")].entries()) {
    const style = getComputedStyle(from[i]!);
    for (const name of STYLES) element.style.setProperty(name, style.getPropertyValue(name));
  }
  const { x, y, width, height } = drawn.viewBox.baseVal;
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) ground.setAttribute(name, `${value}`);
  ground.style.fill = getComputedStyle(document.documentElement).getPropertyValue("--bg");
  copy.prepend(ground);
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  copy.style.fontFamily = "Inter, system-ui, sans-serif";
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}
