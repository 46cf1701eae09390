/**
 * Text in lines of at most `width` characters. Words longer than that have a line of their own; blanks between words
 * stay as they are, except where a line ends.
 * Source: mitchellh/go-wordwrap WrapString, as kubectl explain uses it
 */
export function wordWrap(text: string, width: number): string {
  let [out, word, space, current] = ["", "", "", 0];
  const flush = () => {
    current += lengthOf(space) + lengthOf(word);
    out += space + word;
    [word, space] = ["", ""];
  };
  for (const char of text) {
    if (char === "\n") {
      if (word !== "" || current + lengthOf(space) <= width) flush();
      [out, space, current] = [`${out}\n`, "", 0];
    } else if (/\s/.test(char)) {
      if (space === "" || word !== "") flush();
      space += char;
    } else {
      word += char;
      if (current + lengthOf(space) + lengthOf(word) > width && lengthOf(word) < width) [out, space, current] = [`${out}\n`, "", 0];
    }
  }
  if (word !== "" || current + lengthOf(space) <= width) flush();
  return out;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}
