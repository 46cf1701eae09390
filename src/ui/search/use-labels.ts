import { useEffect, useMemo, useState } from "react";
import type { Row } from "../../api/frame.ts";
import type { KubeList } from "../../api/request.ts";
import { list } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";

const REFRESH_MS = 500;

/**
 * The labels of rows' objects, as far as a selector asks for them. Rows of pods have none, so the API is asked which
 * pods match.
 */
export function useLabels(selector: string | undefined): (row: Row) => StringMap | undefined {
  const session = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const objects = useClock((c) => c.facts.objects);
  const [pods, setPods] = useState<ReadonlyMap<string, StringMap>>(NO_LABELS);
  useEffect(() => {
    if (selector === undefined) return undefined;
    let isCurrent = true;
    session.link.send<KubeList<KubeObject>>(list(PODS, undefined, { labelSelector: selector })).then(
      (response) => { if (isCurrent && response.ok) setPods(new Map(response.body.items.map((p) => [p.metadata.uid, p.metadata.labels ?? {}]))); },
      () => undefined, // A dead engine: what was known stays.
    );
    return () => { isCurrent = false; };
  }, [session, selector, version]);
  return useMemo(() => {
    const workloads = new Map(objects.map((o) => [o.metadata.uid, o.metadata.labels ?? {}]));
    return (row: Row) => (row.kind === "Node" ? row.labels : (pods.get(row.uid) ?? workloads.get(row.uid)));
  }, [pods, objects]);
}

const NO_LABELS: ReadonlyMap<string, StringMap> = new Map();
