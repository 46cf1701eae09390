import { useEffect, useState } from "react";
import type { Inspection } from "../../api/timeline.ts";
import { useSession, useClock } from "../session-context.ts";
import type { Selection } from "../store.ts";
import { useThrottled } from "./use-throttled.ts";

/** Not more often than this while the cluster is busy, in real milliseconds. */
const REFRESH_MS = 150;

/** Everything about one object, asked again whenever the cluster changed; undefined until the first answer. */
export function useInspection(selection: Selection): Inspection | undefined {
  const session = useSession();
  // Throttled, not put off: in a busy cluster a delay that starts anew with each change would never end.
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const [answer, setAnswer] = useState<{ readonly uid: string; readonly inspection: Inspection }>();
  const { kind, namespace, name, uid } = selection;

  useEffect(() => {
    let isCurrent = true;
    const reference = { kind, name, uid, ...(namespace ? { namespace } : {}) };
    session.link.inspect(reference).then(
      (inspection) => { if (isCurrent) setAnswer({ uid, inspection }); },
      () => undefined, // The engine died: the banner says so, and what was known stays on screen.
    );
    return () => { isCurrent = false; };
  }, [session, kind, namespace, name, uid, version]);

  return answer?.uid === uid ? answer.inspection : undefined;
}
