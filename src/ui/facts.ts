import type { ClusterLink } from "../api/timeline.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { WorkloadObject } from "./commands/command.ts";

/** Whole objects that commands need beside the rows, kept fresh. */
export interface Facts {
  /** DaemonSets, Deployments, StatefulSets and ReplicaSets. */
  readonly objects: readonly WorkloadObject[];
  /** Of all DaemonSets and StatefulSets. */
  readonly revisions: readonly ControllerRevision[];
  /** Names of standing faults. */
  readonly faults: readonly string[];
}

export const NO_FACTS: Facts = { objects: [], revisions: [], faults: [] };

/** `refresh` asks the API, at most one round at a time; a refresh during a round leads to one more round. */
export function createFacts(link: ClusterLink, onChange: (facts: Facts) => void): { readonly refresh: () => void } {
  let isAsking = false;
  let again = false;
  let current = NO_FACTS;

  async function round(): Promise<void> {
    // Only commands need facts, so their reader comes with the commands and not with the picture.
    const { readFacts } = await import("./read-facts.ts");
    const next = await readFacts(link);
    if (isSame(current, next)) return;
    current = next;
    onChange(next);
  }

  function refresh(): void {
    if (isAsking) {
      again = true;
      return;
    }
    isAsking = true;
    round()
      // A dead engine answers nothing; the page keeps what it knew and shows the crash.
      .catch(() => undefined)
      .finally(() => {
        isAsking = false;
        if (again) {
          again = false;
          refresh();
        }
      });
  }
  return { refresh };
}

function isSame(a: Facts, b: Facts): boolean {
  const versions = (f: Facts) => [...f.objects, ...f.revisions].map((o) => `${o.metadata.uid} ${o.metadata.resourceVersion}`).join();
  return versions(a) === versions(b) && a.faults.join() === b.faults.join();
}
