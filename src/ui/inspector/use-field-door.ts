import { useCallback, useEffect, useRef } from "react";
import type { KubeObject } from "../../api/types/meta.ts";
import { readOne } from "../editor/editable.ts";
import { positionAt } from "../editor/yaml-position.ts";
import { useLight } from "../graph/light-store.ts";

/** So long the cursor must stay: passing over lines asks nothing, and typing does not wait. */
const PAUSE_MS = 200;
/** Fields that are about something in the picture; of others nothing is asked. */
const FIELDS: ReadonlySet<string | number> = new Set(["nodeSelector", "tolerations", "affinity", "nodeName", "selector", "labels"]);

/** Lights what the field at an editor's cursor is about, until the cursor leaves it. @returns what the editor is to tell */
export function useFieldDoor(uid: string): (offset: number | undefined, text: string) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = `field ${uid}`;
  useEffect(() => () => {
    clearTimeout(timer.current);
    closeDoor(id);
  }, [id]);
  return useCallback((offset, text) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      const asked = offset === undefined ? undefined : fieldAt(text, offset);
      if (asked) useLight.setState({ door: { kind: "field", id, ...asked } });
      else closeDoor(id);
    }, PAUSE_MS);
  }, [id]);
}

/** Only the door that the cursor opened: one that somebody opened by hand stays. */
function closeDoor(id: string): void {
  if (useLight.getState().door?.id === id) useLight.setState({ door: undefined });
}

/** The whole object as it is being written, and the path of the line's field; undefined while it cannot be read. */
function fieldAt(text: string, offset: number) {
  const end = text.indexOf("\n", offset);
  const position = positionAt(text, end < 0 ? text.length : end);
  if (!position) return undefined;
  const path = [...position.path, ...(position.key === undefined ? [] : [position.key])];
  if (!path.some((name) => FIELDS.has(name))) return undefined;
  const read = readOne(text);
  return "document" in read ? { object: read.document.object as KubeObject, path } : undefined;
}
