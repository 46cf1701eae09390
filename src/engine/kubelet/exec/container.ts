import { NODES } from "../../../api/resources.ts";
import type { Node } from "../../../api/types/node.ts";
import type { Container, Pod } from "../../../api/types/pod.ts";
import type { Store } from "../../apiserver/store.ts";
import { containerEnvironment } from "../environment.ts";
import { expand, type Environment } from "../env.ts";
import { containerFiles } from "./container-files.ts";
import type { FileTree } from "./file-tree.ts";
import { imageKind, type ImageKind } from "./image-kind.ts";
import type { InsideContext } from "./inside-context.ts";

/** A container as a process in it sees it. */
export interface SimContainer {
  readonly pod: Pod;
  readonly spec: Container;
  readonly node: Node | undefined;
  readonly image: ImageKind;
  readonly hostname: string;
  /** In the order in which `env` prints them. */
  readonly env: Environment;
  /** Command and arguments of process 1. */
  readonly argv: readonly string[];
  readonly files: FileTree;
  /** What it can find on the network: the objects of the cluster. */
  readonly store: Store;
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const API_SERVER: Environment = {
  KUBERNETES_SERVICE_HOST: "10.96.0.1",
  KUBERNETES_SERVICE_PORT: "443",
  KUBERNETES_SERVICE_PORT_HTTPS: "443",
  KUBERNETES_PORT: "tcp://10.96.0.1:443",
  KUBERNETES_PORT_443_TCP: "tcp://10.96.0.1:443",
  KUBERNETES_PORT_443_TCP_PROTO: "tcp",
  KUBERNETES_PORT_443_TCP_PORT: "443",
  KUBERNETES_PORT_443_TCP_ADDR: "10.96.0.1",
};

/** A container of a pod that is bound to a node. */
export function simContainer(ctx: InsideContext, pod: Pod, spec: Container): SimContainer {
  const node = ctx.store.get<Node>(NODES, undefined, pod.spec.nodeName ?? "");
  const image = imageKind(spec.image);
  const hostname = hostnameOf(pod);
  const env = processEnvironment(ctx, pod, spec, hostname);
  const lookUp = (name: string) => (Object.hasOwn(env, name) ? env[name] : undefined);
  const command = (spec.command ?? []).map((text) => expand(text, lookUp));
  const args = (spec.args ?? []).map((text) => expand(text, lookUp));
  // Arguments alone go to the program of the image; an image without one takes them as the command.
  const argv = command.length > 0 ? [...command, ...args] : [...image.entrypoint, ...(args.length > 0 ? args : image.cmd)];
  return { pod, spec, node, image, hostname, env, argv, files: containerFiles(ctx, { pod, spec, node, image, hostname, env }), store: ctx.store };
}

/** Cut to what a host name may have. Source: kubernetes pkg/kubelet/kubelet_pods.go GeneratePodHostNameAndDomain (1.36) */
function hostnameOf(pod: Pod): string {
  if (pod.spec.hostNetwork) return pod.spec.nodeName ?? "";
  const name = (pod.spec["hostname"] as string | undefined) ?? pod.metadata.name;
  return name.slice(0, 63).replace(/[-.]+$/, "");
}

function processEnvironment(ctx: InsideContext, pod: Pod, spec: Container, hostname: string): Environment {
  let own = ctx.environmentOf?.(pod, spec.name);
  if (!own) {
    const now = containerEnvironment(ctx.store, pod, spec, pod.status.podIP);
    own = "env" in now ? now.env : {};
  }
  return { PATH, HOSTNAME: hostname, ...own, ...without(API_SERVER, own), ...(own["HOME"] === undefined ? { HOME: "/root" } : {}) };
}

/** Variables of services give way to the container's own. */
function without(services: Environment, own: Environment): Environment {
  return Object.fromEntries(Object.entries(services).filter(([name]) => !Object.hasOwn(own, name)));
}
