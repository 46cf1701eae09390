import { EPOCH_UNIX_MS } from "../../api/time.ts";
import type { ActorWorld } from "./actor.ts";
import { flat } from "./flat.ts";

const NS_PER_MS = 1_000_000n;

/**
 * Name of a new Event about an object: `<name>.<hex>`, the hex being nanoseconds since 1970. Lists go by name, so the
 * Events of one object stand in the order in which they were written. Within a millisecond the store's revision counts
 * on, and the last digits are by chance.
 * Source: client-go tools/record/event.go makeEvent, tools/internal/events GenerateEventName (1.36)
 */
export function eventName({ nowMs, store, random }: Pick<ActorWorld, "nowMs" | "store" | "random">, objectName: string): string {
  const chance = Number.parseInt(random.pick("0123456789abcdef", 16).slice(0, 3), 16) % 1000;
  const ns = BigInt(EPOCH_UNIX_MS + Math.floor(nowMs)) * NS_PER_MS + BigInt((store.revision % 1000) * 1000 + chance);
  return flat(`${objectName}.${ns.toString(16)}`);
}
