import { FAULTS } from "../../api/resources.ts";
import { createLines, kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { createRequest, deleteRequest, faultDraft, onlyHere } from "./requests.ts";
import { notNow } from "./targets.ts";
import { refusal, text } from "./values.ts";

const EVERYWHERE = "all";
const NAME = "registry-down";

/** Images can no longer be pulled, on one node or on all. What runs goes on; what is new or restarted elsewhere waits. */
export const breakRegistry: Command = {
  id: "break-registry",
  title: "Break image registry",
  group: "cluster",
  danger: true,
  when: (context) => (context.faults.includes(NAME) ? "The image registry is broken for all nodes already." : true),
  fields: (context) => [
    {
      id: "where", label: "For whom", type: "choice", initial: EVERYWHERE,
      options: [{ value: EVERYWHERE, label: "All nodes" }, ...unbroken(context).map((name) => ({ value: name, label: name }))],
    },
    { id: "error", label: "What the pull answers", type: "text", initial: "", placeholder: "that the registry's name is unknown", help: "The container runtime's text; empty for the usual one." },
  ],
  plan(context, values) {
    const where = text(values, "where");
    if (where !== EVERYWHERE && !unbroken(context).includes(where)) return refusal("where", "Choose a node, or all.");
    const error = text(values, "error");
    const fault = faultDraft(where === EVERYWHERE ? NAME : `${NAME}-${where}`, {
      type: "ImagePullFailure",
      ...(where === EVERYWHERE ? {} : { nodeName: where }),
      ...(error === "" ? {} : { error }),
    });
    return { requests: [createRequest(FAULTS, fault)], kubectl: [onlyHere("the registry would go down"), createLines([fault])] };
  },
};

export const repairRegistry: Command = {
  id: "repair-registry",
  title: "Repair image registry",
  group: "cluster",
  when: (context) => (standing(context).length > 0 ? true : "The image registry is not broken."),
  plan(context) {
    const names = standing(context);
    if (names.length === 0) return notNow(repairRegistry.when(context));
    return {
      requests: names.map((name) => deleteRequest(FAULTS, { name })),
      kubectl: [onlyHere("you would repair the registry"), kubectlLine(["delete", "fault", ...names])],
    };
  },
};

function standing({ faults }: CommandContext): readonly string[] {
  return faults.filter((name) => name === NAME || name.startsWith(`${NAME}-`));
}

function unbroken({ nodes, faults }: CommandContext): readonly string[] {
  return nodes.map((node) => node.name).filter((name) => !faults.includes(`${NAME}-${name}`));
}
