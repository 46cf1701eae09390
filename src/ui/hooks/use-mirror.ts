import { useCallback, useSyncExternalStore } from "react";
import type { DaemonSetRow, Row, WorkloadRow } from "../../api/frame.ts";
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

export function useWorkloads(): readonly WorkloadRow[] {
  return useMirror("workloads", (m) => m.workloads);
}

/** Whether there are workloads of several natures: then each says whose pods are whose. */
export function useIsMixed(): boolean {
  return useMirror("workloads", isMixed);
}

/** Whether pods are in more than one namespace: then each says in which. */
export function useHasNamespaces(): boolean {
  return useMirror("counts", (m) => Object.keys(m.counts.namespaces).length > 1);
}

/** Something beside DaemonSets makes pods here. */
export function isMixed(mirror: Mirror): boolean {
  return mirror.workloads.length > mirror.daemonSets.length;
}

export function useDaemonSets(): readonly DaemonSetRow[] {
  return useMirror("workloads", (m) => m.daemonSets);
}

/** The first DaemonSet: the one in focus, if that is one. */
export function useFocusSet(): DaemonSetRow | undefined {
  return useDaemonSets()[0];
}
