import { expect } from "@playwright/test";
import type { NodeSeen, PodSeen, State } from "./watch.ts";

/** A pod that is neither on its way out nor over. */
export function isLive(pod: PodSeen): boolean {
  return pod.state !== "terminating" && pod.state !== "succeeded" && pod.status !== "Failed";
}

export function nodeIn(state: State, name: string): NodeSeen | undefined {
  return state.nodes.find((n) => n.name === name);
}

/** All pods of a state, in the order of their nodes. */
export function podsIn(state: State): readonly PodSeen[] {
  return state.nodes.flatMap((n) => n.pods);
}

/** Node names without an available pod. */
export function unavailableNodes(state: State): readonly string[] {
  return state.nodes.filter((n) => !n.pods.some((p) => p.state === "available")).map((n) => n.name);
}

/** Revisions of the available pods in the order of the alphabet: `A A B`. */
export function availableRevisions(state: State): string {
  return podsIn(state).filter((p) => p.state === "available").map((p) => p.revision ?? "?").sort().join(" ");
}

/** In no state a node has two live pods: the promise of a DaemonSet without maxSurge. */
export function expectAtMostOneLivePod(history: readonly State[]): void {
  for (const state of history) {
    for (const { name, pods } of state.nodes) {
      expect(pods.filter(isLive).length, `live pods on ${name} at ${state.atMs} ms: ${state.sentence}`).toBeLessThanOrEqual(1);
    }
  }
}

/** Each pattern occurs, and after the one before it; other texts may stand between them. */
export function expectInOrder(texts: readonly string[], patterns: readonly RegExp[]): void {
  let from = 0;
  for (const pattern of patterns) {
    const at = texts.findIndex((text, i) => i >= from && pattern.test(text));
    expect(at, `${String(pattern)} comes after the others in\n${texts.join("\n")}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
}

/** A list without equal neighbours. */
export function changesOf<T>(items: readonly T[]): readonly T[] {
  return items.filter((item, i) => i === 0 || item !== items[i - 1]);
}
