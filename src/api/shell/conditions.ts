/** What is at a path: `read` gives the text of a file. */
export type LookAt = (path: string) => { readonly kind: string; readonly read?: () => string } | undefined;

/** More words than that nobody puts in brackets. */
const MAX_WORDS = 60;

/** Whether what stands in `[ … ]` holds: files, texts, numbers, `!`, `-a`, `-o`. */
export function testHolds(lookAt: LookAt, args: readonly string[]): boolean {
  if (args.length > MAX_WORDS) return false;
  for (const [word, joins] of [["-o", "some"], ["||", "some"], ["-a", "every"], ["&&", "every"]] as const) {
    const at = args.indexOf(word, 1);
    if (at < 0 || at === args.length - 1) continue;
    const sides = [args.slice(0, at), args.slice(at + 1)];
    return sides[joins]((side) => testHolds(lookAt, side));
  }
  if (args[0] === "!" && args.length > 1) return !testHolds(lookAt, args.slice(1));
  const [a = "", operator, b = ""] = args;
  if (args.length === 1) return a !== "";
  return args.length === 2 ? unary(lookAt, a, operator!) : binary(a, operator!, b);
}

function unary(lookAt: LookAt, operator: string, text: string): boolean {
  const node = () => lookAt(text);
  switch (operator) {
    case "-n": return text !== "";
    case "-z": return text === "";
    case "-e": case "-r": case "-x": return node() !== undefined;
    case "-f": return node()?.kind === "file";
    case "-d": return node()?.kind === "directory";
    case "-s": {
      const found = node();
      return found?.kind === "file" && found.read?.() !== "";
    }
    default: return false;
  }
}

function binary(a: string, operator: string, b: string): boolean {
  switch (operator) {
    case "=": case "==": return a === b;
    case "!=": return a !== b;
    case "-eq": return Number(a) === Number(b);
    case "-ne": return Number(a) !== Number(b);
    case "-lt": return Number(a) < Number(b);
    case "-le": return Number(a) <= Number(b);
    case "-gt": return Number(a) > Number(b);
    case "-ge": return Number(a) >= Number(b);
    default: return false;
  }
}
