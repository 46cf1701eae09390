import { addNode } from "./add-node.ts";
import type { Command, CommandContext } from "./command.ts";
import { cordonNode, uncordonNode } from "./cordon-node.ts";
import { crashPod, recoverPod } from "./crash-pod.ts";
import { createDaemonSet } from "./create-daemonset.ts";
import { deleteDaemonSet } from "./delete-daemonset.ts";
import { deletePod, forceDeletePod } from "./delete-pod.ts";
import { failNode, recoverNode } from "./fail-node.ts";
import { fillNode } from "./fill-node.ts";
import { labelNode, unlabelNode } from "./label-node.ts";
import { minReadySeconds } from "./min-ready-seconds.ts";
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
  addNode, createDaemonSet,
  taintNode, untaintNode, labelNode, unlabelNode, cordonNode, uncordonNode, fillNode, failNode, recoverNode, removeNode,
  deletePod, crashPod, recoverPod, forceDeletePod,
  updateImage, rollback, rolloutRestart, updateStrategy, editTolerations, nodeSelector, setResources, minReadySeconds, deleteDaemonSet,
];

/**
 * The command of a key at this moment. Commands that exclude each other share one: `c` cordons and uncordons,
 * Delete removes what is selected. If none makes sense now, the first of the key, so that its reason can be shown.
 * @param key KeyboardEvent.key; letters in either case
 */
export function commandForKey(key: string, context: CommandContext): Command | undefined {
  const sharing = COMMANDS.filter((c) => c.shortcut?.toLowerCase() === key.toLowerCase());
  return sharing.find((c) => c.when(context) === true) ?? sharing[0];
}
