const KEY = "cluster-playground.recent";
const KEPT = 6;

/** Ids of what was last chosen in the palette, the newest first. Of this visit only where the browser keeps nothing. */
export function recentIds(): readonly string[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(known) ? known.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

export function noteRecent(id: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([id, ...recentIds().filter((other) => other !== id)].slice(0, KEPT)));
  } catch {
    // A sandboxed frame has no storage: then nothing is recent.
  }
}
