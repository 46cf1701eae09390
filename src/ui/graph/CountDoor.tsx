import type { CountName } from "../../view/light.ts";
import { turnDoor, useLight } from "./light-store.ts";

interface CountDoorProps {
  readonly uid: string;
  readonly count: CountName;
  readonly value: number | string;
  readonly isOff?: boolean;
}

/** A number of a card with its column: a door to what it counts. */
export function CountDoor({ uid, count, value, isOff }: CountDoorProps) {
  const id = `${uid} ${count}`;
  const isOpen = useLight((s) => s.door?.id === id);
  const isMeant = useLight((s) => s.light === undefined && s.focus?.counts.has(id) === true);
  return (
    <div className={isOff ? "off" : undefined}>
      <dt>{count}</dt>
      <dd className="number">
        <button type="button" className={isMeant ? "count-door lit" : "count-door"} aria-pressed={isOpen} aria-label={`${count} ${value}: show what it counts`} onClick={() => turnDoor({ kind: "count", id, uid, count })}>{value}</button>
      </dd>
    </div>
  );
}
