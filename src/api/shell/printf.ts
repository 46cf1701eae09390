const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v", "\\": "\\", e: "\u001b" };
const MAX_WIDTH = 200;

/** Text with `\n`, `\t` and their kin put in. */
export function unescape(text: string): string {
  return text.replace(/\\(.)/gs, (whole, char: string) => ESCAPES[char] ?? whole);
}

/** The format as often as there are arguments for it; `%s`, `%d`, `%c`, `%%` with a width. */
export function printf(format: string, args: readonly string[]): string {
  const pattern = unescape(format);
  let next = 0;
  let text = "";
  do {
    const before = next;
    text += pattern.replace(/%(%|([-0]?)(\d{0,3})([sdic]))/g, (_, whole: string, flag: string, width: string, kind: string) => {
      if (whole === "%") return "%";
      const given = args[next++] ?? "";
      const value = kind === "d" || kind === "i" ? String(Math.trunc(Number(given)) || 0) : kind === "c" ? given.slice(0, 1) : given;
      const columns = Math.min(Number(width), MAX_WIDTH);
      return flag === "-" ? value.padEnd(columns) : value.padStart(columns, flag === "0" ? "0" : " ");
    });
    if (next === before) break;
  } while (next < args.length);
  return text;
}
