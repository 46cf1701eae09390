import { useEffect, useState } from "react";
import type { KubeList } from "../../api/request.ts";
import { list } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { useClock, useSession } from "../session-context.ts";

const REFRESH_MS = 250;

/** All objects of a kind, asked again as the cluster changes; undefined until the first answer. */
export function useList<T extends KubeObject>(resource: Resource): readonly T[] | undefined {
  const session = useSession();
  const version = useClock((c) => c.contextVersion);
  const [items, setItems] = useState<readonly T[]>();
  const isFirst = items === undefined;
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      session.link.send<KubeList<T>>(list(resource)).then(
        (response) => { if (isCurrent && response.ok) setItems(response.body.items); },
        () => undefined, // A dead engine: what was known stays.
      );
    }, isFirst ? 0 : REFRESH_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [session, resource, version, isFirst]);
  return items;
}
