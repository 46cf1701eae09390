import type { Hue } from "../hue.ts";

/** The colours of a picture, by the names of the page's custom properties. */
export const COLOR_NAMES = [
  "bg", "canvas", "border", "ink", "ink-2", "ink-3", "accent", "accent-soft", "accent-line",
  "ready", "ready-soft", "ready-line", "pending", "pending-soft", "pending-line", "failed", "failed-soft", "failed-line", "leaving", "leaving-soft", "leaving-line",
] as const;
export type Colors = Readonly<Record<(typeof COLOR_NAMES)[number], string>>;

export const FONT = "Inter Variable, Inter, system-ui, Segoe UI, Roboto, sans-serif";
export const MONO = "JetBrains Mono Variable, JetBrains Mono, ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";
/** Width of a letter of these fonts, in parts of the font size: a little more than the truth, so that nothing is cut off. */
const LETTER = { [FONT]: 0.58, [MONO]: 0.61 } as const;

export interface TextStyle {
  readonly size: number;
  readonly fill: string;
  readonly weight?: number;
  readonly font?: typeof FONT | typeof MONO;
  readonly anchor?: "middle" | "end";
  /** Room in px; what is longer gives way in its middle, since names differ at their ends. */
  readonly room: number;
}

/** An element; attributes that are undefined are left out, values are escaped. `inside` is markup already. */
export function element(name: string, attributes: Readonly<Record<string, string | number | undefined>>, inside = ""): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(`${value}`)}"`])).join("");
  return inside === "" ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

/** One line of real text; (x, y) is on its base line. */
export function textAt(x: number, y: number, text: string, style: TextStyle): string {
  const font = style.font ?? FONT;
  return element("text", { x, y, "font-family": font, "font-size": style.size, "font-weight": style.weight, fill: style.fill, "text-anchor": style.anchor }, escaped(fitted(text, style.room / (style.size * LETTER[font]))));
}

/** Text as markup. What XML cannot hold at all, control characters and halves of letters, becomes a question mark. */
export function escaped(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "?").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

export function lineColor(colors: Colors, hue: Hue): string {
  return colors[`${hue}-line`];
}

function fitted(text: string, most: number): string {
  const letters = Array.from(text);
  const room = Math.max(Math.floor(most), 2);
  if (letters.length <= room) return text;
  const end = Math.floor((room - 1) / 2);
  return `${letters.slice(0, room - 1 - end).join("")}…${letters.slice(letters.length - end).join("")}`;
}
