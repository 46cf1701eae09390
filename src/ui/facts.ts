import type { KubeList } from "../api/request.ts";
import { get, list } from "../api/request.ts";
import { CONTROLLERREVISIONS, DAEMONSETS, FAULTS } from "../api/resources.ts";
import type { ClusterLink } from "../api/timeline.ts";
import type { ControllerRevision } from "../api/types/controllerrevision.ts";
import type { DaemonSet } from "../api/types/daemonset.ts";
import type { Fault } from "../api/types/fault.ts";
import type { Mirror } from "../view/mirror.ts";

/** Whole objects that commands need beside the rows, kept fresh. */
export interface Facts {
  /** The DaemonSet in focus. */
  readonly daemonSet: DaemonSet | undefined;
  /** Those that it owns. */
  readonly revisions: readonly ControllerRevision[];
  /** Names of standing faults. */
  readonly faults: readonly string[];
}

export const NO_FACTS: Facts = { daemonSet: undefined, revisions: [], faults: [] };

/** `refresh` asks the API, at most one round at a time; a refresh during a round leads to one more round. */
export function createFacts(link: ClusterLink, mirror: Mirror, onChange: (facts: Facts) => void): { refresh(): void } {
  let isAsking = false;
  let again = false;
  let current = NO_FACTS;

  async function round(): Promise<void> {
    const focus = mirror.focus === undefined ? undefined : mirror.rows.get(mirror.focus);
    const [daemonSet, revisions, faults] = await Promise.all([
      focus?.kind === "DaemonSet" ? link.send<DaemonSet>(get(DAEMONSETS, focus)) : undefined,
      link.send<KubeList<ControllerRevision>>(list(CONTROLLERREVISIONS)),
      link.send<KubeList<Fault>>(list(FAULTS)),
    ]);
    const next: Facts = {
      daemonSet: daemonSet?.ok ? daemonSet.body : undefined,
      revisions: revisions.ok ? revisions.body.items.filter((r) => isOwnedBy(r, focus?.uid)) : [],
      faults: faults.ok ? faults.body.items.map((f) => f.metadata.name) : [],
    };
    if (!isSame(current, next)) {
      current = next;
      onChange(next);
    }
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

function isOwnedBy(revision: ControllerRevision, uid: string | undefined): boolean {
  return revision.metadata.ownerReferences?.some((o) => o.uid === uid) ?? false;
}

function isSame(a: Facts, b: Facts): boolean {
  const versions = (f: Facts) => [f.daemonSet, ...f.revisions].map((o) => `${o?.metadata.uid} ${o?.metadata.resourceVersion}`).join();
  return versions(a) === versions(b) && a.faults.join() === b.faults.join();
}
