import { addNode } from "./add-node.ts";
import { breakRegistry, repairRegistry } from "./break-registry.ts";
import type { Command, CommandContext, Target } from "./command.ts";
import { cordonNode, uncordonNode } from "./cordon-node.ts";
import { crashPod, recoverPod } from "./crash-pod.ts";
import { createDaemonSet } from "./create-daemonset.ts";
import { cutNetwork, healNetwork } from "./cut-network.ts";
import { deleteDaemonSet } from "./delete-daemonset.ts";
import { deletePod, forceDeletePod } from "./delete-pod.ts";
import { calmPod, disturbPod } from "./disturb-pod.ts";
import { failNode, recoverNode } from "./fail-node.ts";
import { fillNode } from "./fill-node.ts";
import { labelNode, unlabelNode } from "./label-node.ts";
import { minReadySeconds } from "./min-ready-seconds.ts";
import { endPressure, nodePressure } from "./node-pressure.ts";
import { nodeSelector } from "./node-selector.ts";
import { removeNode } from "./remove-node.ts";
import { setResources } from "./resources.ts";
import { rollback, rolloutRestart } from "./rollout.ts";
import { taintNode, untaintNode } from "./taint-node.ts";
import { editTolerations } from "./tolerations.ts";
import { updateImage } from "./update-image.ts";
import { updateStrategy } from "./update-strategy.ts";

/** Everything a person can do, in the order of menus. */
export const COMMANDS: readonly Command[] = [
  addNode, createDaemonSet, breakRegistry, repairRegistry,
  taintNode, untaintNode, labelNode, unlabelNode, cordonNode, uncordonNode, fillNode, failNode, recoverNode, cutNetwork, healNetwork, nodePressure, endPressure, removeNode,
  deletePod, crashPod, recoverPod, disturbPod, calmPod, forceDeletePod,
  updateImage, rollback, rolloutRestart, updateStrategy, editTolerations, nodeSelector, setResources, minReadySeconds, deleteDaemonSet,
];

const GROUP_OF: Readonly<Record<Target["kind"], Command["group"]>> = { Node: "node", Pod: "pod", DaemonSet: "daemonset" };

/**
 * The command of a key at this moment. Commands that exclude each other share one: `c` cordons and uncordons,
 * Delete removes what is selected, and never anything else: not the node of a pod that cannot be deleted. If none
 * makes sense now, the first of them, so that its reason can be shown.
 * @param key KeyboardEvent.key; letters in either case
 */
export function commandForKey(key: string, context: CommandContext): Command | undefined {
  const sharing = COMMANDS.filter((c) => c.shortcut?.toLowerCase() === key.toLowerCase());
  const own = sharing.filter((c) => context.target && c.group === GROUP_OF[context.target.kind]);
  const meant = own.length > 0 ? own : sharing;
  return meant.find((c) => c.when(context) === true) ?? meant[0];
}
