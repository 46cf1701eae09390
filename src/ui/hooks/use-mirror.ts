import { useCallback, useSyncExternalStore } from "react";
import type { DaemonSetRow, Row } from "../../api/frame.ts";
import { subscribe } from "../../view/mirror.ts";
import type { Mirror, MirrorId } from "../../view/mirror.ts";
import type { Tray } from "../../view/tray.ts";
import { useSession } from "../session-context.ts";

/** A field of the mirror, drawn again only when `id` changed. `read` returns what the mirror holds, nothing new. */
export function useMirror<T>(id: MirrorId, read: (mirror: Mirror) => T): T {
  const { mirror } = useSession();
  const listen = useCallback((listener: () => void) => subscribe(mirror, id, listener), [mirror, id]);
  return useSyncExternalStore(listen, () => read(mirror));
}

export function useTray(nodeName: string): Tray | undefined {
  return useMirror(`tray:${nodeName}`, (m) => m.trays.get(nodeName));
}

export function useRow(uid: string): Row | undefined {
  return useMirror(`row:${uid}`, (m) => m.rows.get(uid));
}

export function useDaemonSets(): readonly DaemonSetRow[] {
  return useMirror("daemonsets", (m) => m.daemonSets);
}

/** The DaemonSet that slots and edges are about. */
export function useFocusSet(): DaemonSetRow | undefined {
  return useDaemonSets()[0];
}
