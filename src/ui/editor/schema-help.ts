import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";
import type { Tooltip } from "@codemirror/view";
import { positionAt } from "./yaml-position.ts";
import { fieldAt, wordsAt } from "./schema-words.ts";
import type { SchemaWord } from "./schema-words.ts";

/** Fields and values that the API of Kubernetes 1.36 has at the cursor. */
export function completeBySchema(context: CompletionContext): CompletionResult | null {
  const position = positionAt(context.state.doc.toString(), context.pos);
  if (!position) return null;
  // Unasked only while something is written, or right where a value is due.
  if (!context.explicit && position.word === "" && position.key === undefined) return null;
  const words = wordsAt(position);
  // A word that is finished asks for nothing more: Enter then ends the line.
  const isOpen = (word: string) => /^[\w./-]*$/.test(word) && !words.some((w) => w.label === word);
  if (words.length === 0 || (!context.explicit && !isOpen(position.word))) return null;
  return { from: position.from, options: words.map(completionOf), validFor: isOpen };
}

function completionOf({ label, type, about, text }: SchemaWord): Completion {
  const base = { label, ...(type ? { detail: type } : {}), ...(about ? { info: about } : {}), type: text === undefined ? "enum" : "property" };
  // Applied as it is written, at the depth that the schema's words already have.
  return text === undefined ? base : { ...base, apply: text };
}

/** What the field under the pointer is. */
export const hoverBySchema = hoverTooltip((view, pos): Tooltip | null => {
  const line = view.state.doc.lineAt(pos);
  const match = /^(\s*(?:- +)*)([\w.-]+):/.exec(line.text);
  const from = line.from + (match?.[1]?.length ?? 0);
  const key = match?.[2];
  if (key === undefined || pos < from || pos > from + key.length) return null;
  const position = positionAt(view.state.doc.toString(), from + key.length);
  const field = position ? fieldAt(position, key) : undefined;
  return field ? { pos: from, end: from + key.length, above: true, create: () => ({ dom: fieldDoc(field) }) } : null;
});

function fieldDoc({ label, type, about }: SchemaWord): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "field-doc";
  const name = document.createElement("code");
  name.textContent = label;
  const of = document.createElement("span");
  of.textContent = type ? ` ${type}` : "";
  dom.append(name, of);
  if (about) {
    const text = document.createElement("p");
    text.textContent = about;
    dom.append(text);
  }
  return dom;
}
