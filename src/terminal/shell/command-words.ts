/** The command that is being typed, up to the cursor. */
export interface CommandWords {
  /** Whole words before the cursor, unquoted, from the beginning of the command. */
  readonly before: readonly string[];
  /** The word at the cursor, as far as it is typed. */
  readonly current: string;
  /** Where that word begins in the line. */
  readonly from: number;
  /** The quote that is open at the cursor. */
  readonly quote: "" | "'" | '"';
  /** The word is where a redirect goes. */
  readonly isRedirect: boolean;
}

const KEYWORDS = ["do", "then", "else", "elif", "while", "until", "if", "!", "{", "time"];

/** What of a line belongs to the command that the cursor is in: what stands after the last `|`, `;`, `&&`, `$(` … */
export function commandAt(line: string): CommandWords {
  let before: string[] = [];
  let [current, quote]: [string, "" | "'" | '"'] = ["", ""];
  let [from, isInWord, isRedirect] = [0, false, false];
  const end = (at: number) => {
    if (isInWord && !isRedirect && !(before.length === 0 && (KEYWORDS.includes(current) || /^[A-Za-z_]\w*=/.test(current)))) before.push(current);
    if (isInWord) isRedirect = false;
    [current, isInWord, from] = ["", false, at];
  };
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!;
    const next = i + 1;
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (char === "\\" && quote === '"' && next < line.length) current += line[++i]!;
      else current += char;
    } else if (char === "'" || char === '"') [quote, isInWord] = [char, true];
    else if (char === "\\" && next < line.length) [current, isInWord] = [current + line[++i]!, true];
    else if (/\s/.test(char)) {
      end(next);
      if (char === "\n") before = [];
    } else if (/[|;&(`]/.test(char)) {
      end(next);
      [before, isRedirect] = [[], false];
    } else if (char === "<" || char === ">") {
      end(next);
      isRedirect = true;
    } else [current, isInWord] = [current + char, true];
  }
  return { before, current, from, quote, isRedirect };
}
