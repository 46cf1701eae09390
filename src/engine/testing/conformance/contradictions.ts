/** Cases that a recording of a real 1.36 cluster contradicts: `topic/name` → which recording, and what it shows. */
const CONTRADICTIONS: ReadonlyMap<string, string> = new Map([]);

export function contradictionOf(topic: string, name: string): string | undefined {
  return CONTRADICTIONS.get(`${topic}/${name}`);
}
