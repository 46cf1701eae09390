import "../theme/light.css";
import { useEffect, useState } from "react";
import type { KubeRequest } from "../../api/request.ts";
import type { ClusterLink, Preview } from "../../api/timeline.ts";
import { useLight } from "../graph/light-store.ts";
import { count } from "../format.ts";
import { useSession } from "../session-context.ts";

/** So long somebody must stay on a command: passing over a menu asks nothing. */
const PAUSE_MS = 120;
/** Real ms. What is not known by then is called "more"; until then the picture grows, but not with every slice. */
const PATIENCE_MS = 8000;
const SHOWN_EVERY_MS = 300;

/**
 * What requests would do to the pods, tried on a copy of the cluster: outlined in the picture for as long as they are
 * asked about.
 * @param requests undefined: nobody is about to do anything
 * @returns it in words; undefined until something is known
 */
export function useOutcome(requests: readonly KubeRequest[] | undefined): string | undefined {
  const session = useSession();
  const [answer, setAnswer] = useState<{ readonly to: string; readonly words: string }>();
  // Compared as text: a form makes its plan anew with every change of the cluster.
  const question = requests && requests.length > 0 ? JSON.stringify(requests) : undefined;
  useEffect(() => {
    if (question === undefined || session.scenario.live) return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      const show = (preview: Preview) => {
        if (!isCurrent) return;
        setAnswer({ to: question, words: outcomeWords(preview) });
        useLight.setState({ outcome: outcomeOf(preview) });
      };
      // A dead engine: nothing would happen.
      followPreview(session.link, JSON.parse(question) as readonly KubeRequest[], show, () => isCurrent).catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      useLight.setState({ outcome: undefined });
    };
  }, [session, question]);
  return answer && answer.to === question ? answer.words : undefined;
}

/** Asks on until everything is known, or nobody wants to know any more. Between two slices the engine does what else is asked of it. */
async function followPreview(link: ClusterLink, requests: readonly KubeRequest[], show: (preview: Preview) => void, isWanted: () => boolean): Promise<void> {
  const startMs = performance.now();
  let shownMs = -Infinity;
  let known = await link.preview(requests);
  while (known && isWanted()) {
    const nowMs = performance.now();
    const isLast = known.more === undefined || nowMs - startMs > PATIENCE_MS;
    if (isLast || (nowMs - shownMs >= SHOWN_EVERY_MS && known.gone.length + known.added.length > 0)) {
      shownMs = nowMs;
      show(known);
    }
    if (isLast) return;
    known = await link.previewOn(known.more!);
  }
}

function outcomeOf(preview: Preview) {
  const added = new Map<string, string[]>();
  for (const { nodeName, ownerName, name } of preview.added) {
    if (nodeName !== undefined) added.set(nodeName, [...(added.get(nodeName) ?? []), ownerName ?? name]);
  }
  return { gone: new Set(preview.gone), added };
}

/** `2 pods would go, 1 would come`. */
function outcomeWords({ gone, added, refusal, more }: Preview): string {
  if (refusal !== undefined) return `The API server would refuse it: ${refusal}`;
  const rest = more === undefined ? "." : ", and more.";
  if (gone.length === 0 && added.length === 0) return more === undefined ? "No pod would go or come." : "No pod would go or come so soon.";
  if (gone.length === 0) return `${count(added.length, "pod")} would come${rest}`;
  if (added.length === 0) return `${count(gone.length, "pod")} would go${rest}`;
  return `${count(gone.length, "pod")} would go, ${added.length} would come${rest}`;
}
