import { EVENTS } from "../../api/resources.ts";
import { EPOCH_UNIX_MS } from "../../api/time.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import type { ActorWorld } from "./actor.ts";
import { flat } from "./flat.ts";

const NANOS_PER_MS = 1_000_000n;

/**
 * A free name for a new Event about `object`: the object's name and the Unix time in nanoseconds, in hex. So the names
 * of one object's Events stand in the order of time, in which `kubectl describe` shows those of the same second.
 * Virtual time has whole milliseconds: each further Event within one takes the next nanosecond.
 * Source: client-go tools/record/event.go makeEvent, tools/events/event_recorder.go (1.36)
 */
export function eventName(world: Pick<ActorWorld, "nowMs" | "store">, object: KubeObject, namespace: string): string {
  for (let nanos = BigInt(EPOCH_UNIX_MS + world.nowMs) * NANOS_PER_MS; ; nanos += 1n) {
    const name = flat(`${object.metadata.name}.${nanos.toString(16)}`);
    if (!world.store.get(EVENTS, namespace, name)) return name;
  }
}
