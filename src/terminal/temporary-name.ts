/** Ten digits in the name of a temporary file, as Go draws them; here they follow from what the file is about. */
export function temporaryDigits(about: string): string {
  let hash = 0x811c9dc5;
  for (const char of about) hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193) >>> 0;
  return String(1_000_000_000 + hash);
}
