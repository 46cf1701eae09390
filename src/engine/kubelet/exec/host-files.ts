import type { Node } from "../../../api/types/node.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { bareId } from "../logs/run.ts";
import { newTree, put, putText, type FileTree } from "./file-tree.ts";
import type { InsideContext } from "./inside-context.ts";

/**
 * The files of a machine that a hostPath volume may show: above all the logs of the containers on it, where a log
 * collector looks for them.
 * Source: kubernetes pkg/kubelet/kuberuntime/helpers.go BuildPodLogsDirectory, legacy.go legacyLogSymlink (1.36)
 */
export function hostTree(ctx: InsideContext, nodeName: string): FileTree {
  const tree = newTree();
  for (const path of ["/etc", "/dev", "/proc", "/run", "/sys", "/tmp", "/var/lib/kubelet", "/var/log/containers", "/var/log/pods"]) put(tree, path);
  putText(tree, "/etc/hostname", `${nodeName}\n`);
  putText(tree, "/etc/os-release", 'NAME="Playground Linux"\nID=playground\nPRETTY_NAME="Playground Linux"\n');
  for (const pod of ctx.store.podsOnNode(nodeName)) putLogs(ctx, tree, pod);
  return tree;
}

/** /etc/hosts of the machine. */
export function hostHosts(node: Node | undefined, nodeName: string): string {
  const address = node?.status.addresses?.find(({ type }) => type === "InternalIP")?.address;
  return `127.0.0.1\tlocalhost\n${address === undefined ? "" : `${address}\t${nodeName}\n`}`;
}

function putLogs(ctx: InsideContext, tree: FileTree, pod: Pod): void {
  const { name, namespace = "default", uid } = pod.metadata;
  const directory = `/var/log/pods/${namespace}_${name}_${uid}`;
  for (const status of [...(pod.status.containerStatuses ?? []), ...(pod.status.initContainerStatuses ?? [])]) {
    const id = bareId(status.containerID);
    if (id === "") continue;
    const file = `${directory}/${status.name}/${status.restartCount}.log`;
    put(tree, file, { kind: "file", mode: "-rw-r-----", read: () => ctx.readLog?.(pod, status.name) ?? "" });
    put(tree, `/var/log/containers/${name}_${namespace}_${status.name}-${id}.log`, { kind: "link", target: file });
  }
}
