/** The small file system of the terminal: absolute paths to texts. Folders exist where something is below them. */
export class Files {
  readonly #texts: Map<string, string>;

  /** @param texts absolute path to contents */
  constructor(texts: Iterable<readonly [path: string, text: string]> = []) {
    this.#texts = new Map(texts);
  }

  read(path: string): string | undefined {
    return this.#texts.get(path);
  }
  write(path: string, text: string): void {
    this.#texts.set(path, text);
  }
  remove(path: string): boolean {
    return this.#texts.delete(path);
  }
  /** Names directly below a folder, sorted; folders end in `/`. undefined: there is no such folder. */
  list(folder: string): readonly string[] | undefined {
    const prefix = folder === "/" ? "/" : `${folder}/`;
    const below = [...this.#texts.keys()].filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
    if (below.length === 0 && folder !== "/") return undefined;
    return [...new Set(below.map((rest) => (rest.includes("/") ? `${rest.split("/")[0]!}/` : rest)))].sort();
  }
  entries(): Iterable<readonly [string, string]> {
    return this.#texts.entries();
  }
}

export const HOME = "/home/you";

/** An absolute path without `.` and `..`. `~` is the home folder. */
export function resolvePath(cwd: string, path: string): string {
  const whole = path === "~" || path.startsWith("~/") ? HOME + path.slice(1) : path.startsWith("/") ? path : `${cwd}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}
