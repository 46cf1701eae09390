/**
 * How well `text` is meant by `query`, letters in order: 0 not at all; more for letters that stand together, at the
 * beginning of words, and in short texts. Letters in either case; an empty query means everything alike.
 */
export function fuzzyScore(query: string, text: string): number {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, " ").trim();
  if (wanted === "") return 1;
  const low = text.toLowerCase();
  const whole = low.indexOf(wanted);
  const length = low.length / 100;
  if (whole >= 0 && isWordStart(low, whole)) return 1000 - Math.min(whole, 100) - length;
  // In the middle of a word it is meant less than the first letters of several.
  return Math.max(scattered(wanted.replaceAll(" ", ""), low), whole >= 0 ? 3 * wanted.length - length : 0);
}

/** Letters one after the other, wherever they are; each run of them must begin at a word or go on from one. */
function scattered(wanted: string, low: string): number {
  let at = -1;
  let score = 0;
  for (const letter of wanted) {
    const next = low[at + 1] === letter ? at + 1 : wordWith(low, letter, at + 1);
    if (next < 0) return 0;
    score += next === at + 1 ? 8 : 4;
    at = next;
  }
  return score - low.length / 100;
}

/** The next word that begins with the letter. */
function wordWith(low: string, letter: string, from: number): number {
  for (let i = low.indexOf(letter, from); i >= 0; i = low.indexOf(letter, i + 1)) if (isWordStart(low, i)) return i;
  return -1;
}

function isWordStart(low: string, at: number): boolean {
  return at === 0 || /[\s\-/.:]/.test(low[at - 1]!);
}
