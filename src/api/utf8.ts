/** The bytes of a text in UTF-8; a lone surrogate is the replacement character, as in Go. The pure rooms have no TextEncoder. */
export function* utf8Bytes(text: string): Iterable<number> {
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const point = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
    if (point < 0x80) yield point;
    else if (point < 0x800) yield* [0xc0 | (point >> 6), continuation(point)];
    else if (point < 0x10000) yield* [0xe0 | (point >> 12), continuation(point >> 6), continuation(point)];
    else yield* [0xf0 | (point >> 18), continuation(point >> 12), continuation(point >> 6), continuation(point)];
  }
}

function continuation(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
