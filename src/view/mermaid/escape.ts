/** Longer labels are neither drawn in one line nor read. */
const MOST_LETTERS = 110;

/**
 * A text as a label that mermaid reads as exactly this text: whatever could be syntax, markup or a comment becomes a
 * character code. One line; cut with an ellipsis where it is longer than `most` letters.
 */
export function mermaidLabel(text: string, most = MOST_LETTERS): string {
  const letters = Array.from(text.replaceAll(/[\p{C}\s]+/gu, " ").trim());
  const shown = letters.length > most ? [...letters.slice(0, most - 1), "…"] : letters;
  // An empty label is a syntax error in both kinds of diagram.
  return shown.map((c) => (PLAIN.test(c) ? c : `#${c.codePointAt(0)};`)).join("") || " ";
}

const PLAIN = /^[\p{L}\p{M}\p{N} .,_/()=+*…·→-]$/u;
