import { DAEMONSETS } from "../../api/resources.ts";
import { GUIDE_DAEMONSET } from "../../lessons/guide-daemonset.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { createRequest } from "./requests.ts";

/** The DaemonSet of the guide, for a cluster that lost it. */
export const createDaemonSet: Command = {
  id: "create-daemonset",
  title: `Create DaemonSet ${GUIDE_DAEMONSET.metadata.name}`,
  group: "cluster",
  when(context) {
    const { namespace, name } = GUIDE_DAEMONSET.metadata;
    const exists = context.workloads.some((d) => d.kind === "DaemonSet" && d.name === name && d.namespace === namespace);
    return exists ? `DaemonSet ${name} exists already.` : true;
  },
  plan: () => ({
    requests: [createRequest(DAEMONSETS, GUIDE_DAEMONSET)],
    kubectl: [kubectlLine(["create", "-f", "daemonset-simple.yaml"])],
  }),
};
