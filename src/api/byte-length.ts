/** Bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  let n = 0;
  for (const char of text) n += byteLengthOf(char.codePointAt(0)!);
  return n;
}

export function byteLengthOf(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
