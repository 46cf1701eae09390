import type { CauseId } from "../../lessons/causes.ts";
import { inLanguage } from "./language.ts";

/** What the exercise "One cause" says. Names are in backquotes. */
export const TROUBLE = inLanguage("trouble", {
  label: "One cause",
  opening: "Something is wrong in this cluster…",
  symptom: (agent: string, ready: number, all: number, version: string | undefined) =>
    `\`${agent}\` should be ready on every node${version === undefined ? ", in its newest version" : ` that is alive, in version ${version}`}: it is on ${ready} of ${all}. One thing is wrong. Find it, then name it or repair it, in any way.`,
  name: "Name the cause",
  causes: {
    taint: "A node has a taint that is not tolerated",
    selector: "A node lacks a label that is asked for",
    cpu: "A node has too little CPU left",
    memory: "A node has too little memory left",
    "host-port": "A port of the node is taken",
    image: "The image cannot be pulled",
    crash: "The app ends again and again",
    "not-ready": "The app runs, and its readiness probe fails",
    quota: "A quota is used up",
    budget: "A node that does not answer holds the rollout's budget",
  } satisfies Readonly<Record<CauseId, string>>,
  wrong: (cause: string) => `Not that: “${cause}”. Ask who decided: click what is missing, or see the events.`,
  right: (cause: string) => `Right: “${cause}”. Now repair it: the note says when it is done.`,
  repaired: (cause: string) => `Repaired: ready wherever it should be. The cause was: “${cause}”.`,
  tried: "tried, is not the cause",
  why: "In the cluster's words",
  link: "Copy a link to this cluster",
  another: "Another one",
} as const);
