import type { Actor } from "../../api/decision.ts";

const SHAPES: Readonly<Record<Actor, string>> = {
  "user": "M8 2.5a2.6 2.6 0 1 1-.01 0M2.8 14c.6-3.6 2.6-5 5.2-5s4.6 1.4 5.2 5z",
  "daemonset-controller": "M8 1.5l5.7 3.25v6.5L8 14.5l-5.7-3.25v-6.5z",
  "default-scheduler": "M8 2l6 6-6 6-6-6z",
  "kubelet": "M2.5 2.5h11v11h-11z",
  "node-controller": "M8 2a6 6 0 1 1-.01 0",
  "taint-eviction-controller": "M8 2l6.5 11.5h-13z",
  "pod-garbage-collector": "M2.5 4.5h11L12 14H4z",
  "namespace-controller": "M2 2h12v12H2zM5 5v6h6V5z",
  "garbage-collector": "M2.5 4.5h11L12 14H4z",
};

/** One simple shape for each actor, the same everywhere. */
export function ActorMark({ actor }: { readonly actor: Actor }) {
  return <svg className={`actor-mark actor-${actor}`} width="12" height="12" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor"><path d={SHAPES[actor]} /></svg>;
}
