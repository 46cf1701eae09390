import { useEffect, useMemo, useState } from "react";
import { troubleOf, type Trouble } from "../../lessons/causes.ts";
import { explainCause, isRepaired, nodesInOrder, type Found } from "../../lessons/explain-cause.ts";
import { factsOf } from "../../lessons/facts.ts";
import { useThrottled } from "../hooks/use-throttled.ts";
import { readMoment } from "../lesson/moment.ts";
import { useClock, useSession } from "../session-context.ts";

/** How the exercise stands. */
export interface Standing {
  readonly trouble: Trouble;
  /** On so many of the nodes that count all is well; undefined before the first look. */
  readonly ready: number | undefined;
  readonly isRepaired: boolean;
  /** What was wrong when the learner came, as the engine explained it then. */
  readonly found: readonly Found[];
}

const REFRESH_MS = 250;

/** Looks at the cluster again as it changes. The cause is asked for once, at the first look: repairs change it. */
export function useTrouble(): Standing {
  const session = useSession();
  const { seed } = session.scenario.log;
  const trouble = useMemo(() => troubleOf(seed), [seed]);
  const isOpen = useClock((c) => c.isOpen);
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const [seen, setSeen] = useState<Omit<Standing, "trouble">>({ ready: undefined, isRepaired: false, found: [] });
  useEffect(() => {
    if (!isOpen) return undefined;
    let isCurrent = true;
    void readMoment(session).then((moment) => {
      const facts = factsOf(moment);
      if (!isCurrent || facts.lists.nodes.length === 0) return;
      setSeen((before) => ({
        ready: nodesInOrder(facts, trouble).length,
        isRepaired: isRepaired(facts, trouble),
        found: before.found.length > 0 ? before.found : explainCause(facts, trouble.agent),
      }));
    });
    return () => { isCurrent = false; };
  }, [session, trouble, isOpen, version]);
  return { trouble, ...seen };
}
