import { useMemo } from "react";
import { isLineLit, parseSearch, type Reference } from "../../view/search.ts";
import { useLight } from "./light-store.ts";

/** Whether a line of a list belongs to what is lit or searched for; undefined while nothing is. */
type IsLineLit = ((references: readonly Reference[], text: string) => boolean) | undefined;

export function useIsLineLit(): IsLineLit {
  const light = useLight((s) => s.light);
  const text = useLight((s) => (s.door ? undefined : s.search));
  return useMemo(() => {
    const search = text === undefined ? undefined : parseSearch(text);
    return light && ((references, line) => isLineLit(light, search, references, line));
  }, [light, text]);
}
