import { addNode } from "./add-node.ts";
import { breakRegistry, repairRegistry } from "./break-registry.ts";
import type { Command, CommandContext, Target } from "./command.ts";
import { cordonNode, uncordonNode } from "./cordon-node.ts";
import { crashPod, recoverPod } from "./crash-pod.ts";
import { createDaemonSet } from "./create-daemonset.ts";
import { createDeployment } from "./create-deployment.ts";
import { createStatefulSet } from "./create-statefulset.ts";
import { cutNetwork, healNetwork } from "./cut-network.ts";
import { deletePod, forceDeletePod } from "./delete-pod.ts";
import { deleteDaemonSet, deleteDeployment, deleteReplicaSet, deleteStatefulSet } from "./delete-workload.ts";
import { calmPod, disturbPod } from "./disturb-pod.ts";
import { failNode, recoverNode } from "./fail-node.ts";
import { fillNode } from "./fill-node.ts";
import { labelNode, unlabelNode } from "./label-node.ts";
import { minReadySeconds } from "./min-ready-seconds.ts";
import { endPressure, nodePressure } from "./node-pressure.ts";
import { nodeSelector } from "./node-selector.ts";
import { removeNode } from "./remove-node.ts";
import { setResources } from "./resources.ts";
import { rollback } from "./rollback.ts";
import { pauseRollout, resumeRollout, rolloutRestart } from "./rollout.ts";
import { scaleWorkload } from "./scale.ts";
import { taintNode, untaintNode } from "./taint-node.ts";
import { editTolerations } from "./tolerations.ts";
import { updateImage } from "./update-image.ts";
import { updateStrategy } from "./update-strategy.ts";

/** Everything a person can do, in the order of menus. */
export const COMMANDS: readonly Command[] = [
  addNode, createDaemonSet, createDeployment, createStatefulSet, breakRegistry, repairRegistry,
  taintNode, untaintNode, labelNode, unlabelNode, cordonNode, uncordonNode, fillNode, failNode, recoverNode, cutNetwork, healNetwork, nodePressure, endPressure, removeNode,
  deletePod, crashPod, recoverPod, disturbPod, calmPod, forceDeletePod,
  scaleWorkload, updateImage, rollback, rolloutRestart, pauseRollout, resumeRollout, updateStrategy, editTolerations, nodeSelector, setResources, minReadySeconds,
  deleteDaemonSet, deleteDeployment, deleteStatefulSet, deleteReplicaSet,
];

/** Whether a command is about objects of this kind. */
export function isFor(command: Command, kind: Target["kind"]): boolean {
  switch (kind) {
    case "Node":
      return command.group === "node";
    case "Pod":
      return command.group === "pod";
    default:
      return command.group === "workload" && (command.kinds?.includes(kind) ?? false);
  }
}

/**
 * The command of a key at this moment. Commands that exclude each other share one: `c` cordons and uncordons,
 * Delete removes what is selected, and never anything else: not the node of a pod that cannot be deleted. If none
 * makes sense now, the first of them, so that its reason can be shown.
 * @param key KeyboardEvent.key; letters in either case
 */
export function commandForKey(key: string, context: CommandContext): Command | undefined {
  const sharing = COMMANDS.filter((c) => c.shortcut?.toLowerCase() === key.toLowerCase());
  const own = sharing.filter((c) => context.target && isFor(c, context.target.kind));
  const meant = own.length > 0 ? own : sharing;
  return meant.find((c) => c.when(context) === true) ?? meant[0];
}
