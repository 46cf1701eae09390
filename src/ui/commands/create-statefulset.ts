import { SERVICES, STATEFULSETS } from "../../api/resources.ts";
import { GUIDE_STATEFULSET, GUIDE_STATEFULSET_SERVICE } from "../../lessons/guide-statefulset.ts";
import { createLines } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { createRequest } from "./requests.ts";

/** kubectl has no `create statefulset`: a manifest, with the headless Service that gives its pods their names. */
export const createStatefulSet: Command = {
  id: "create-statefulset",
  title: `Create StatefulSet ${GUIDE_STATEFULSET.metadata.name}`,
  group: "cluster",
  when(context) {
    const { namespace, name } = GUIDE_STATEFULSET.metadata;
    const exists = context.workloads.some((w) => w.kind === "StatefulSet" && w.name === name && w.namespace === namespace);
    return exists ? `StatefulSet ${name} exists already.` : true;
  },
  plan: () => ({
    requests: [createRequest(SERVICES, GUIDE_STATEFULSET_SERVICE), createRequest(STATEFULSETS, GUIDE_STATEFULSET)],
    kubectl: [createLines([GUIDE_STATEFULSET_SERVICE, GUIDE_STATEFULSET])],
  }),
};
