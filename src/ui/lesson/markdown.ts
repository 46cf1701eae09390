/** A piece of a line of text. */
export type Inline =
  | { readonly kind: "text" | "code" | "strong" | "em"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: "paragraph"; readonly inline: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "table"; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] };

/** The Markdown that lessons use: paragraphs, lists, code blocks, tables; `code`, **strong**, *em*, links to https. Never markup. */
export function readMarkdown(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length;) {
    const line = lines[i]!;
    const taken = line.trim() === "" ? 1 : line.startsWith("```") ? takeCode(lines, i, blocks) : ITEM.test(line) ? takeList(lines, i, blocks) : line.startsWith("|") ? takeTable(lines, i, blocks) : takeParagraph(lines, i, blocks);
    i += taken;
  }
  return blocks;
}

const ITEM = /^\s*(?:[-*]|\d+\.)\s+/;
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https:\/\/[^)\s]+)\)/g;

export function readInline(text: string): readonly Inline[] {
  const out: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) out.push({ kind: "text", text: text.slice(at, match.index) });
    const [whole, code, strong, em, label, href] = match;
    if (code !== undefined) out.push({ kind: "code", text: code });
    else if (strong !== undefined) out.push({ kind: "strong", text: strong });
    else if (em !== undefined) out.push({ kind: "em", text: em });
    else out.push({ kind: "link", text: label ?? "", href: href ?? "" });
    at = match.index + whole.length;
  }
  if (at < text.length) out.push({ kind: "text", text: text.slice(at) });
  return out;
}

/** Each of these takes lines from one on. @returns how many */
function takeCode(lines: readonly string[], from: number, blocks: Block[]): number {
  const end = lines.findIndex((line, i) => i > from && line.startsWith("```"));
  const to = end < 0 ? lines.length : end;
  blocks.push({ kind: "code", text: lines.slice(from + 1, to).join("\n") });
  return to - from + 1;
}

function takeList(lines: readonly string[], from: number, blocks: Block[]): number {
  const items: string[] = [];
  let i = from;
  for (; i < lines.length && lines[i]!.trim() !== ""; i++) {
    const line = lines[i]!;
    if (ITEM.test(line)) items.push(line.replace(ITEM, ""));
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  blocks.push({ kind: "list", items: items.map(readInline) });
  return i - from;
}

function takeTable(lines: readonly string[], from: number, blocks: Block[]): number {
  let i = from;
  while (i < lines.length && lines[i]!.startsWith("|")) i++;
  const rows = lines.slice(from, i).filter((line) => !/^\|[\s:|-]+\|$/.test(line)).map((line) => line.split("|").slice(1, -1).map((cell) => readInline(cell.trim())));
  blocks.push({ kind: "table", head: rows[0] ?? [], rows: rows.slice(1) });
  return i - from;
}

function takeParagraph(lines: readonly string[], from: number, blocks: Block[]): number {
  let i = from;
  while (i < lines.length && lines[i]!.trim() !== "" && !lines[i]!.startsWith("```") && (i === from || !ITEM.test(lines[i]!))) i++;
  blocks.push({ kind: "paragraph", inline: readInline(lines.slice(from, i).map((line) => line.trim()).join(" ")) });
  return i - from;
}
