/** A command line that stands in a text. `isName`: only a command is named, such as `kubectl rollout undo`. */
export interface TextLine {
  readonly line: string;
  readonly isName: boolean;
}

/**
 * Every kubectl line in a Markdown text: in code between backquotes, and in code blocks (with `$ ` before it or not).
 * Of a block only what is typed counts, not what is printed.
 */
export function kubectlLines(markdown: string): readonly TextLine[] {
  const lines: TextLine[] = [];
  const prose = markdown.replace(/^```(\w*)\n([\s\S]*?)^```/gm, (_, language: string, body: string) => {
    if (language !== "mermaid") lines.push(...blockLines(body));
    return "";
  });
  for (const [, code] of prose.matchAll(/`([^`]+)`/g)) {
    if (code && isKubectl(code)) lines.push({ line: code, isName: isName(code) });
  }
  return lines;
}

function blockLines(body: string): readonly TextLine[] {
  return body.replaceAll(/\\\n\s*/g, "").split("\n").flatMap((raw) => {
    const line = raw.trim().replace(/^\$ /, "");
    return isKubectl(line) ? [{ line, isName: false }] : [];
  });
}

function isKubectl(text: string): boolean {
  return /^kubectl(?:\s|$)/.test(text);
}

/** Only words of commands follow: no slash, no flag, and not the name of anything. */
function isName(line: string): boolean {
  const [, verb, second, ...rest] = line.trim().split(/\s+/);
  if (verb === undefined) return true;
  if (rest.length > 0) return false;
  return second === undefined || (["rollout", "set", "auth", "config", "create", "top"].includes(verb) && /^[a-z]+$/.test(second) && !second.startsWith("-"));
}

/** Words of a text as a reader counts them: code blocks and Markdown's signs are none. */
export function wordCount(markdown: string): number {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/\]\([^)]*\)/g, "]");
  return prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
