import { remove } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { deleteRequest } from "./requests.ts";
import { needsPod, notNow, podOf } from "./targets.ts";

export const deletePod: Command = {
  id: "delete-pod",
  title: "Delete pod",
  group: "pod",
  shortcut: "Delete",
  danger: true,
  when(context) {
    const pod = podOf(context);
    if (!pod) return needsPod(context);
    return pod.state === "terminating" ? `Pod ${pod.name} is terminating already.` : true;
  },
  plan(context) {
    const pod = podOf(context);
    if (!pod) return notNow(needsPod(context));
    return { requests: [deleteRequest(PODS, pod)], kubectl: [kubectlLine(["delete", "pod", pod.name], pod.namespace)] };
  },
};

/** Removes the object at once, whatever the kubelet does: for pods on a machine that does not answer. */
export const forceDeletePod: Command = {
  id: "force-delete-pod",
  title: "Force delete pod",
  group: "pod",
  danger: true,
  when: needsPod,
  plan(context) {
    const pod = podOf(context);
    if (!pod) return notNow(needsPod(context));
    return {
      requests: [remove(PODS, pod, { gracePeriodSeconds: 0, propagationPolicy: "Background" })],
      kubectl: [kubectlLine(["delete", "pod", pod.name, "--force", "--grace-period=0"], pod.namespace)],
    };
  },
};
