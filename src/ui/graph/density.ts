import { layoutScene } from "../../view/scene/layout.ts";
import { FIT_MARGIN, isCrowded, metricsOf, ordinaryTray, SMALLEST_FIT } from "./scene-metrics.ts";
import type { Density } from "./scene-metrics.ts";

const FULL: Density = { isCompact: false, isBrief: false };
const COMPACT: Density = { isCompact: true, isBrief: false };
const BRIEF: Density = { isCompact: true, isBrief: true };
/** A column of full trays on a phone needs so much height, in px, to show more than one of them. */
const LEAST_PHONE_HEIGHT = 300;

interface Room {
  readonly nodes: number;
  /** How many workloads have a card. */
  readonly cards: number;
  /** Something beside DaemonSets has one. */
  readonly isMixed: boolean;
  /** Of the picture, in px. */
  readonly width: number;
  readonly height: number;
}

/**
 * The richest way to draw everything that still has all of it in sight at the smallest legible size. From how many
 * nodes and cards there are, never from what the trays hold now: the picture must not change its kind in a rollout.
 */
export function densityOf(room: Room): Density {
  if (isCrowded(room.nodes)) return BRIEF;
  return [FULL, COMPACT].find((density) => isWhole(room, density)) ?? BRIEF;
}

/** A phone scrolls, so there only a low place is a reason, and cards of several kinds are. */
export function phoneDensity({ nodes, isMixed, height }: Omit<Room, "cards" | "width">): Density {
  if (isMixed || isCrowded(nodes)) return BRIEF;
  return height < LEAST_PHONE_HEIGHT ? COMPACT : FULL;
}

function isWhole({ nodes, cards, isMixed, width, height }: Room, density: Density): boolean {
  const { bounds } = layoutScene({
    trays: Array.from({ length: nodes }, (_, i) => ordinaryTray(`${i}`, cards)),
    cards: Array.from({ length: cards }, (_, i) => `${i}`),
    viewportWidth: width / SMALLEST_FIT,
    metrics: metricsOf({ density, nodes, cards, isMixed }),
  });
  return bounds.height * SMALLEST_FIT + 2 * FIT_MARGIN <= height;
}
