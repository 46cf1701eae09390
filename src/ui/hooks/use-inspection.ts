import { useEffect, useState } from "react";
import type { Inspection } from "../../api/timeline.ts";
import { useSession, useClock } from "../session-context.ts";
import type { Selection } from "../store.ts";

/** Not more often than this while the cluster is busy, in real milliseconds. */
const REFRESH_MS = 150;

/** Everything about one object, asked again whenever the cluster changed; undefined until the first answer. */
export function useInspection(selection: Selection): Inspection | undefined {
  const session = useSession();
  const version = useClock((c) => c.contextVersion);
  const [answer, setAnswer] = useState<{ readonly uid: string; readonly inspection: Inspection }>();
  const { kind, namespace, name, uid } = selection;
  const isFirst = answer?.uid !== uid;

  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      const reference = { kind, name, uid, ...(namespace ? { namespace } : {}) };
      session.link.inspect(reference).then(
        (inspection) => { if (isCurrent) setAnswer({ uid, inspection }); },
        () => undefined, // The engine died: the banner says so, and what was known stays on screen.
      );
    }, isFirst ? 0 : REFRESH_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
    // `isFirst` only sets the delay; asking again because it changed would ask twice.
    // eslint-disable-next-line react/exhaustive-deps
  }, [session, kind, namespace, name, uid, version]);

  return isFirst ? undefined : answer?.inspection;
}
