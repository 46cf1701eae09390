import type { PodRow } from "../../api/frame.ts";
import { FAULTS } from "../../api/resources.ts";
import type { PodFaultSpec } from "../../api/types/fault.ts";
import { createLines, kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { createRequest, deleteRequest, faultDraft, onlyHere } from "./requests.ts";
import { needsPod, notNow, podOf } from "./targets.ts";
import { readInteger, refusal, text } from "./values.ts";

const HOWS = ["flap", "oom", "slow", "restart"] as const;

/** Makes the pod's app misbehave while it runs. Crashing outright is a command of its own. */
export const disturbPod: Command = {
  id: "disturb-pod",
  title: "Disturb pod",
  group: "pod",
  danger: true,
  when(context) {
    const pod = podOf(context);
    if (!pod) return needsPod(context);
    if (!pod.nodeName) return `Pod ${pod.name} is on no node yet: nothing runs that could be disturbed.`;
    return pod.state === "terminating" ? `Pod ${pod.name} is terminating.` : true;
  },
  fields: () => [
    {
      id: "how", label: "How", type: "choice", initial: "flap",
      options: [
        { value: "flap", label: "Readiness: its probe fails and passes by turns" },
        { value: "oom", label: "Memory: it uses more than its limit" },
        { value: "slow", label: "Slow start: it is restarted, and that takes long" },
      ],
    },
    { id: "seconds", label: "Seconds", type: "text", initial: "30", required: true, help: "Between turns of readiness, or for the slow start. From 1 to 3600." },
  ],
  plan(context, values) {
    const pod = podOf(context);
    if (!pod) return notNow(needsPod(context));
    const seconds = readInteger(values, "seconds", "Seconds", { min: 1, max: 3600 });
    if ("error" in seconds) return seconds;
    const wanted = faultsFor(pod, text(values, "how"), seconds.value);
    if (!wanted) return refusal("how", "Choose how the pod is to be disturbed.");
    const drafts = wanted.faults.map(([name, spec]) => faultDraft(name, spec));
    const replaced = wanted.faults.map(([name]) => name).filter((name) => context.faults.includes(name));
    return {
      requests: [...replaced.map((name) => deleteRequest(FAULTS, { name })), ...drafts.map((draft) => createRequest(FAULTS, draft))],
      kubectl: [onlyHere(wanted.really), ...(replaced.length > 0 ? [kubectlLine(["delete", "fault", ...replaced])] : []), createLines(drafts)],
    };
  },
};

export const calmPod: Command = {
  id: "calm-pod",
  title: "Leave pod alone",
  group: "pod",
  when(context) {
    const pod = podOf(context);
    if (!pod) return needsPod(context);
    return standing(context, pod).length > 0 ? true : `Nothing disturbs pod ${pod.name}.`;
  },
  plan(context) {
    const pod = podOf(context);
    const names = pod ? standing(context, pod) : [];
    if (names.length === 0) return notNow(calmPod.when(context));
    return {
      requests: names.map((name) => deleteRequest(FAULTS, { name })),
      kubectl: [onlyHere("you would mend the program"), kubectlLine(["delete", "fault", ...names])],
    };
  },
};

type Named = readonly [name: string, spec: PodFaultSpec];

/** A slow start is seen only at the next start, so the container is ended once. */
function faultsFor(pod: PodRow, how: string, seconds: number): { readonly faults: readonly Named[]; readonly really: string } | undefined {
  const target = { namespace: pod.namespace, podName: pod.name };
  switch (how) {
    case "flap": return { faults: [[faultName("flap", pod), { type: "ReadinessFlap", ...target, everySeconds: seconds }]], really: "the program would be overloaded now and then" };
    case "oom": return { faults: [[faultName("oom", pod), { type: "OOM", ...target }]], really: "the program would leak memory" };
    case "slow": return {
      faults: [[faultName("slow", pod), { type: "SlowStart", ...target, seconds }], [faultName("restart", pod), { type: "ContainerCrash", ...target, times: 1 }]],
      really: "the program would take long to start",
    };
    default: return undefined;
  }
}

function standing({ faults }: CommandContext, pod: PodRow): readonly string[] {
  return HOWS.map((how) => faultName(how, pod)).filter((name) => faults.includes(name));
}

/** Faults have no namespace, pods do; a namespace holds no dot, so two pods never share a name here. */
function faultName(how: (typeof HOWS)[number], pod: Pick<PodRow, "namespace" | "name">): string {
  return pod.namespace === "default" ? `${how}-${pod.name}` : `${how}-${pod.namespace}.${pod.name}`;
}
