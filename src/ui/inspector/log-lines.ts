/** One line of a container's log. */
export interface LogLine {
  /** RFC 3339 with nine digits: such texts have the order of time. */
  readonly time: string;
  readonly text: string;
}

/** A line and whose it is. */
export interface SourcedLine extends LogLine {
  /** Names the source; the same pod has the same one. */
  readonly source: string;
  /** Grows by one with each line, so that a list has keys that stay. */
  readonly id: number;
}

/** The lines of a log that was asked for with timestamps. */
export function readLog(text: string): readonly LogLine[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => {
    const at = line.indexOf(" ");
    return at < 0 ? { time: "", text: line } : { time: line.slice(0, at), text: line.slice(at + 1) };
  });
}

/** What of a later answer was not there before. A log only grows, and what is asked for since a time begins with lines of that time. */
export function newLines(answer: readonly LogLine[], lastTime: string | undefined): readonly LogLine[] {
  return lastTime === undefined ? answer : answer.filter((line) => line.time > lastTime);
}

/** Puts what came from one or several sources into the order of time; of too many the oldest go. */
export function appendLines(known: readonly SourcedLine[], came: readonly (readonly [source: string, lines: readonly LogLine[]])[], most: number): readonly SourcedLine[] {
  const fresh = came.flatMap(([source, lines]) => lines.map((line) => ({ ...line, source })));
  if (fresh.length === 0) return known;
  fresh.sort(byTime);
  const from = known.reduce((max, line) => Math.max(max, line.id), 0) + 1;
  const all = [...known, ...fresh.map((line, i) => ({ ...line, id: from + i }))];
  // A source that is read for the first time has lines that are older than those of the others.
  if (known.length > 0 && byTime(known.at(-1)!, fresh[0]!) > 0) all.sort(byTime);
  return all.slice(-most);
}

function byTime(a: LogLine, b: LogLine): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : 0;
}

/** The parts of a text that match and those that do not, in turn; the first does not. */
export function splitMatches(text: string, wanted: string): readonly string[] {
  if (wanted === "") return [text];
  const parts: string[] = [];
  const [low, needle] = [text.toLowerCase(), wanted.toLowerCase()];
  let from = 0;
  for (let at = low.indexOf(needle); at >= 0; at = low.indexOf(needle, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  return [...parts, text.slice(from)];
}
