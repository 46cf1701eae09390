import type { PodRow } from "../../api/frame.ts";
import { FAULTS } from "../../api/resources.ts";
import { createLines, kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { createRequest, deleteRequest, faultDraft, onlyHere } from "./requests.ts";
import { needsPod, notNow, podOf } from "./targets.ts";
import { readInteger, text } from "./values.ts";

/** Makes the pod's container exit. A fault that stands from an earlier crash is replaced. */
export const crashPod: Command = {
  id: "crash-pod",
  title: "Crash pod",
  group: "pod",
  shortcut: "x",
  danger: true,
  when(context) {
    const pod = podOf(context);
    if (!pod) return needsPod(context);
    if (!pod.nodeName) return `Pod ${pod.name} is on no node yet: nothing runs that could crash.`;
    return pod.state === "terminating" ? `Pod ${pod.name} is terminating.` : true;
  },
  fields: () => [
    {
      id: "times", label: "How often", type: "choice", initial: "once",
      options: [
        { value: "once", label: "Once: it is restarted and runs on" },
        { value: "always", label: "After every start, until it recovers" },
      ],
    },
    { id: "exitCode", label: "Exit code", type: "text", initial: "1", required: true, help: "From 1 to 255." },
  ],
  plan(context, values) {
    const pod = podOf(context);
    if (!pod) return notNow(needsPod(context));
    const exitCode = readInteger(values, "exitCode", "Exit code", { min: 1, max: 255 });
    if ("error" in exitCode) return exitCode;
    const name = crashFault(pod);
    const isStanding = context.faults.includes(name);
    const fault = faultDraft(name, {
      type: "ContainerCrash",
      namespace: pod.namespace,
      podName: pod.name,
      exitCode: exitCode.value,
      ...(text(values, "times") === "always" ? {} : { times: 1 }),
    });
    return {
      requests: [...(isStanding ? [deleteRequest(FAULTS, { name })] : []), createRequest(FAULTS, fault)],
      kubectl: [onlyHere("containers crash without being told to"), ...(isStanding ? [kubectlLine(["delete", "fault", name])] : []), createLines([fault])],
    };
  },
};

export const recoverPod: Command = {
  id: "recover-pod",
  title: "Recover pod",
  group: "pod",
  when(context) {
    const pod = podOf(context);
    if (!pod) return needsPod(context);
    return context.faults.includes(crashFault(pod)) ? true : `No fault stands against pod ${pod.name}.`;
  },
  plan(context) {
    const pod = podOf(context);
    if (!pod) return notNow(needsPod(context));
    const name = crashFault(pod);
    return { requests: [deleteRequest(FAULTS, { name })], kubectl: [onlyHere("you would mend the program"), kubectlLine(["delete", "fault", name])] };
  },
};

/** Faults have no namespace, pods do; a namespace holds no dot, so two pods never share a name here. */
function crashFault(pod: Pick<PodRow, "namespace" | "name">): string {
  return pod.namespace === "default" ? `crash-${pod.name}` : `crash-${pod.namespace}.${pod.name}`;
}
