import { useEffect, useEffectEvent } from "react";
import type { RefObject } from "react";
import { isMotionAllowed } from "../hooks/animate.ts";
import { useUi } from "../store.ts";
import { useMeant } from "./use-meant.ts";

interface Column {
  /** How many trays it has. */
  readonly trays: number;
  /** Of its place, in px. */
  readonly height: number;
}

/**
 * Scrolls a column of cards and trays to what a light is about, when that changes or the column gets more or less
 * room, and what is selected to the top, where the details over the picture leave it in sight.
 */
export function usePhoneScroll(column: RefObject<HTMLElement | null>, { trays, height }: Column): void {
  const meant = useMeant(trays);
  const selected = useUi((s) => (s.isInspectorOpen ? s.selection?.uid : undefined));

  const reveal = useEffectEvent((id: string | undefined, block: ScrollLogicalPosition) => {
    if (id === undefined) return;
    const doors = [...column.current?.querySelectorAll<HTMLElement>("article [data-uid]") ?? []];
    const door = doors.find((e) => e.dataset["uid"] === id || e.dataset["name"] === id);
    door?.closest("article")?.scrollIntoView({ block, behavior: isMotionAllowed() ? "smooth" : "instant" });
  });
  useEffect(() => reveal(meant, "nearest"), [meant, height]);
  useEffect(() => reveal(selected, "start"), [selected]);
}
