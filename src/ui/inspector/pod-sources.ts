import type { PodRow } from "../../api/frame.ts";
import { PODS } from "../../api/resources.ts";
import { get } from "../../api/request.ts";
import type { Pod } from "../../api/types/pod.ts";
import { useEffect, useMemo, useState } from "react";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useMirror } from "../hooks/use-mirror.ts";
import { useClock, useSession } from "../session-context.ts";
import type { Selection } from "../store.ts";
import { podsOf } from "../../view/mirror.ts";
import { compareNatural } from "../../view/natural.ts";

const REFRESH_MS = 250;

/** The pods that a selection means: itself, or those of the workload, by name of their node and then their own. */
export function usePodRows({ kind, uid }: Selection): readonly PodRow[] {
  const { mirror } = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const row = useMirror(`row:${uid}`, (m) => m.rows.get(uid));
  return useMemo(() => {
    if (kind === "Pod") return row?.kind === "Pod" ? [row] : [];
    if (kind === "Node") return [];
    return podsOf(mirror, uid).sort((a, b) => compareNatural(a.nodeName ?? "", b.nodeName ?? "") || compareNatural(a.name, b.name));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- The mirror changes in place; the version tells when.
  }, [mirror, kind, uid, row, version]);
}

/** The whole pod of a row, asked again as the cluster changes; undefined until the first answer, and of a pod that is gone. */
export function usePod(row: PodRow | undefined): Pod | undefined {
  const session = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const [pod, setPod] = useState<Pod>();
  const { namespace, name, uid } = row ?? {};
  useEffect(() => {
    if (name === undefined) return undefined;
    let isCurrent = true;
    session.link.send<Pod>(get(PODS, { namespace, name })).then(
      (response) => { if (isCurrent) setPod(response.ok && response.body.metadata.uid === uid ? response.body : undefined); },
      () => undefined, // A dead engine: what was known stays.
    );
    return () => { isCurrent = false; };
  }, [session, namespace, name, uid, version]);
  return pod?.metadata.uid === uid ? pod : undefined;
}

/** Names of a pod's containers in the order in which they start. */
export function containerNames(pod: Pod | undefined): readonly string[] {
  return [...(pod?.spec.initContainers ?? []), ...(pod?.spec.containers ?? [])].map((c) => c.name);
}

/** kubectl's choice where nobody says which. Source: kubectl pkg/cmd/util/podcmd FindOrDefaultContainerByName (1.36) */
export function defaultContainer(pod: Pod | undefined): string {
  const wanted = pod?.metadata.annotations?.["kubectl.kubernetes.io/default-container"];
  return wanted && containerNames(pod).includes(wanted) ? wanted : (pod?.spec.containers[0]?.name ?? "");
}
