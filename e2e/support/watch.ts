import type { Page } from "@playwright/test";

/** One pod chip as a screen reader says it. */
export interface PodSeen {
  readonly name: string;
  /** The state in words: `available`, `starting`, `terminating`, `waiting for its node` … */
  readonly state: string;
  /** kubectl's STATUS column. */
  readonly status: string;
  readonly revision: string | undefined;
  /** Its DaemonSet no longer wants it there. */
  readonly misscheduled: boolean;
}

export interface NodeSeen {
  readonly name: string;
  readonly ready: boolean;
  readonly taints: readonly string[];
  readonly pods: readonly PodSeen[];
  /** Slots without a pod: `node-logger is missing on node-4`, `node-logger is not wanted on node-4: …`. */
  readonly ghosts: readonly string[];
}

export interface Numbers {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly upToDate: number;
  readonly available: number;
  readonly misscheduled: number;
}

/** The whole picture at one moment. */
export interface State {
  /** The virtual clock. */
  readonly atMs: number;
  readonly sentence: string;
  readonly sets: Readonly<Record<string, Numbers>>;
  readonly nodes: readonly NodeSeen[];
}

/** The picture in the page's own words; what counts down is left out, or every tick would be another picture. */
interface RawState {
  readonly clock: string;
  readonly sentence: string;
  readonly cards: readonly string[];
  readonly trays: readonly { readonly name: string; readonly words: string; readonly slots: readonly string[] }[];
}

interface Reader {
  read(): RawState;
  watch(): void;
  readonly seen: RawState[];
}

declare global {
  interface Window {
    reader: Reader;
  }
}

/**
 * Starts to record every distinct state of the picture, beginning with the present one. Nothing is missed: the
 * observer is called after each change of the DOM, before anything is painted.
 */
export async function watch(page: Page): Promise<void> {
  await page.evaluate(() => window.reader.watch());
}

/** What was recorded since `watch`, oldest first. */
export async function states(page: Page): Promise<readonly State[]> {
  return (await page.evaluate(() => window.reader.seen)).map(parseState);
}

/** The picture now. */
export async function picture(page: Page): Promise<State> {
  return parseState(await page.evaluate(() => window.reader.read()));
}

/** Runs in the page before any script of it. */
export function installReader(): void {
  const textOf = (element: Element | null) => (element?.textContent ?? "").trim();
  const labelOf = (element: Element | null) => element?.getAttribute("aria-label") ?? "";
  const withoutCountdown = (label: string) => label.replace(/, [\dhms.]+ left/, "");
  const read = (): RawState => ({
    clock: textOf(document.querySelector("[role=timer]")),
    sentence: textOf(document.querySelector(".sentence > p:not(.visually-hidden)")),
    cards: [...document.querySelectorAll('[data-kind="DaemonSet"]')].map(labelOf),
    trays: [...document.querySelectorAll(".tray")].map((tray) => ({
      name: labelOf(tray),
      words: labelOf(tray.querySelector('[data-kind="Node"]')),
      slots: [...tray.querySelectorAll(".slots button")].map((slot) => withoutCountdown(labelOf(slot))),
    })),
  });
  const seen: RawState[] = [];
  let last = "";
  const look = () => {
    const state = read();
    const key = JSON.stringify({ ...state, clock: "" });
    if (key === last) return;
    last = key;
    seen.push(state);
  };
  window.reader = {
    read,
    seen,
    watch() {
      look();
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributeFilter: ["aria-label"] });
    },
  };
}

function parseState(raw: RawState): State {
  return {
    atMs: clockMs(raw.clock),
    sentence: raw.sentence,
    sets: Object.fromEntries(raw.cards.map(parseCard)),
    nodes: raw.trays.map((tray) => ({
      name: tray.name,
      ready: /, Ready(?:,|$)/.test(tray.words),
      taints: [...tray.words.matchAll(/, taint ([^,]+)/g)].map((m) => m[1] ?? ""),
      pods: tray.slots.filter((s) => s.startsWith("pod ")).map(parsePod),
      ghosts: tray.slots.filter((s) => !s.startsWith("pod ")),
    })),
  };
}

/** `01:12.5` as milliseconds. */
export function clockMs(text: string): number {
  const seconds = text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  if (!Number.isFinite(seconds)) throw new Error(`no clock: ${text}`);
  return Math.round(seconds * 1000);
}

function parseCard(label: string): [string, Numbers] {
  const name = /^DaemonSet (\S+):/.exec(label)?.[1];
  if (name === undefined) throw new Error(`no DaemonSet card: ${label}`);
  const number = (word: string) => Number(new RegExp(`[:,] ${word} (\\d+)`).exec(label)?.[1] ?? 0);
  return [name, {
    desired: number("desired"), current: number("current"), ready: number("ready"),
    upToDate: number("up-to-date"), available: number("available"), misscheduled: number("misscheduled"),
  }];
}

function parsePod(label: string): PodSeen {
  const parts = /^pod (\S+)(?: on \S+)?: ([^(]+) \(([^)]*)\)(.*)$/.exec(label);
  if (!parts) throw new Error(`no pod chip: ${label}`);
  const [, name = "", state = "", status = "", rest = ""] = parts;
  return { name, state, status, revision: /, revision ([A-Z]+)/.exec(rest)?.[1], misscheduled: rest.includes("no longer wants it") };
}
