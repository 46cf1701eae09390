import "../theme/light.css";
import { useEffect, useState } from "react";
import type { KubeRequest } from "../../api/request.ts";
import type { Preview } from "../../api/timeline.ts";
import { useLight } from "../graph/light-store.ts";
import { count } from "../format.ts";
import { useSession } from "../session-context.ts";

/** So long somebody must stay on a command: passing over a menu asks nothing. */
const PAUSE_MS = 120;

/**
 * What requests would do to the pods, tried on a copy of the cluster: outlined in the picture for as long as they are
 * asked about.
 * @param requests undefined: nobody is about to do anything
 * @returns it in words; undefined until it is known, or if finding out took too long
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
      session.link.preview(JSON.parse(question) as readonly KubeRequest[]).then(
        (preview) => {
          if (!isCurrent || !preview) return;
          setAnswer({ to: question, words: outcomeWords(preview) });
          useLight.setState({ outcome: outcomeOf(preview) });
        },
        () => undefined, // A dead engine: nothing would happen.
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      useLight.setState({ outcome: undefined });
    };
  }, [session, question]);
  return answer && answer.to === question ? answer.words : undefined;
}

function outcomeOf(preview: Preview) {
  const added = new Map<string, string[]>();
  for (const { nodeName, ownerName, name } of preview.added) {
    if (nodeName !== undefined) added.set(nodeName, [...(added.get(nodeName) ?? []), ownerName ?? name]);
  }
  return { gone: new Set(preview.gone), added };
}

/** `2 pods would go, 1 would come`. */
function outcomeWords({ gone, added, refusal }: Preview): string {
  if (refusal !== undefined) return `The API server would refuse it: ${refusal}`;
  if (gone.length === 0 && added.length === 0) return "No pod would go or come.";
  if (gone.length === 0) return `${count(added.length, "pod")} would come.`;
  if (added.length === 0) return `${count(gone.length, "pod")} would go.`;
  return `${count(gone.length, "pod")} would go, ${added.length} would come.`;
}
