import { useEffect, useState } from "react";
import type { KubeList } from "../../api/request.ts";
import { list } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { useClock, useSession } from "../session-context.ts";
import { useThrottled } from "./use-throttled.ts";

const REFRESH_MS = 250;

/** All objects of a kind, asked again as the cluster changes; undefined until the first answer. */
export function useList<T extends KubeObject>(resource: Resource): readonly T[] | undefined {
  const session = useSession();
  // Throttled, not put off: in a busy cluster a delay that starts anew with each change would never end.
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const [items, setItems] = useState<readonly T[]>();
  useEffect(() => {
    let isCurrent = true;
    session.link.send<KubeList<T>>(list(resource)).then(
      (response) => { if (isCurrent && response.ok) setItems(response.body.items); },
      () => undefined, // A dead engine: what was known stays.
    );
    return () => { isCurrent = false; };
  }, [session, resource, version]);
  return items;
}
