/**
 * The same text in one piece. JavaScript engines keep a concatenation as a tree of its pieces until somebody looks
 * into it; texts that are kept for long (decisions, events, names) would keep all their pieces in memory.
 */
export function flat(text: string): string {
  // Reading a character is what makes V8 and SpiderMonkey put the pieces together.
  text.charCodeAt(0);
  return text;
}
