/**
 * A name for a text that changes whenever the text does: two FNV-1a hashes of different start, 16 hexadecimal digits.
 * Clients only compare it. The real server's is a SHA-512, which needs Node or a page.
 */
export function contentHash(text: string): string {
  return `${fnv1a(text, 0x811c9dc5)}${fnv1a(text, 0x01000193)}`;
}

function fnv1a(text: string, start: number): string {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).toUpperCase().padStart(8, "0");
}
