import type { Node } from "../../../api/types/node.ts";
import type { Container, Pod } from "../../../api/types/pod.ts";
import { expand, type Environment } from "../env.ts";
import { clusterCertificate, serviceAccountToken } from "./credentials.ts";
import { find, hide, isWithin, newTree, put, putText, resolvePath, type FileTree } from "./file-tree.ts";
import { hostHosts, hostTree } from "./host-files.ts";
import type { ImageKind } from "./image-kind.ts";
import type { InsideContext } from "./inside-context.ts";
import { volumeFiles, type Volume } from "./volumes.ts";

/** A container that is being put together. */
export interface Inside {
  readonly pod: Pod;
  readonly spec: Container;
  readonly node: Node | undefined;
  readonly image: ImageKind;
  readonly hostname: string;
  readonly env: Environment;
}

interface Mount { readonly name: string; readonly mountPath: string; readonly subPath?: string; readonly subPathExpr?: string }

const DIRECTORIES = ["/bin", "/dev", "/etc", "/home", "/lib", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/sys", "/tmp", "/usr", "/var", "/var/log", "/var/run"];
const TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
const OS_RELEASE: Readonly<Record<ImageKind["os"], string>> = {
  alpine: 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.22.1\nPRETTY_NAME="Alpine Linux v3.22"\nHOME_URL="https://alpinelinux.org/"\n',
  debian: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nVERSION="12 (bookworm)"\nVERSION_CODENAME=bookworm\nID=debian\n',
  busybox: 'NAME="Buildroot"\nID=buildroot\nPRETTY_NAME="Buildroot"\n',
};

/**
 * The files of a container: a little of its image, what the kubelet writes, and its mounts.
 * Departure: of an image nothing is known but the distribution; its own programs and files are not there to be listed.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go makeMounts, managedHostsFileContent (1.36)
 */
export function containerFiles(ctx: InsideContext, inside: Inside): FileTree {
  const tree = newTree();
  const { image } = inside;
  if (!image.isBare) {
    for (const path of DIRECTORIES) put(tree, path);
    putText(tree, "/etc/os-release", OS_RELEASE[image.os]);
    putText(tree, "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\n");
    putText(tree, "/etc/group", "root:x:0:\nnogroup:x:65534:\n");
  }
  for (const path of ["/dev/null", "/dev/termination-log"]) putText(tree, path, "");
  putText(tree, "/etc/hostname", `${inside.hostname}\n`);
  putText(tree, "/etc/hosts", hostsFile(inside));
  putText(tree, "/etc/resolv.conf", resolvConf(inside.pod));
  const mounts = [...((inside.spec["volumeMounts"] as readonly Mount[] | undefined) ?? [])].sort((a, b) => (a.mountPath < b.mountPath ? -1 : 1));
  if (!mounts.some(({ mountPath }) => isWithin(mountPath, TOKEN_PATH))) putToken(tree, inside);
  for (const mount of mounts) putMount(ctx, tree, inside, mount);
  return tree;
}

function putMount(ctx: InsideContext, tree: FileTree, inside: Inside, mount: Mount): void {
  const volume = ((inside.pod.spec["volumes"] as readonly Volume[] | undefined) ?? []).find(({ name }) => name === mount.name);
  const at = resolvePath("/", mount.mountPath);
  if (!volume || at === "/") return;
  const lookUp = (name: string) => inside.env[name];
  const subPath = resolvePath("/", mount.subPath ?? expand(mount.subPathExpr ?? "", lookUp));
  const from = volume.hostPath ? hostTree(ctx, inside.pod.spec.nodeName ?? "") : volumeFiles(ctx.store, inside, volume);
  const source = resolvePath(resolvePath("/", volume.hostPath?.path ?? ""), subPath.slice(1));
  hide(tree, at);
  const found = find(from, source);
  put(tree, at, found?.node);
  for (const [path, node] of from) {
    const origin = found?.path ?? source;
    if (path !== origin && isWithin(path, origin)) put(tree, resolvePath(at, path.slice(origin === "/" ? 1 : origin.length + 1)), node);
  }
}

function hostsFile({ pod, hostname, node }: Inside): string {
  const ip = pod.status.podIP ?? "";
  if (pod.spec.hostNetwork) return `# Kubernetes-managed hosts file (host network).\n${hostHosts(node, pod.spec.nodeName ?? "")}${aliases(pod)}`;
  const { subdomain } = pod.spec as { readonly subdomain?: string };
  const domain = subdomain ? `${hostname}.${subdomain}.${pod.metadata.namespace ?? "default"}.svc.cluster.local\t` : "";
  const lines = ["127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback", "fe00::\tip6-localnet", "fe00::\tip6-mcastprefix", "fe00::1\tip6-allnodes", "fe00::2\tip6-allrouters"];
  return `# Kubernetes-managed hosts file.\n${lines.join("\n")}\n${ip}\t${domain}${hostname}\n${aliases(pod)}`;
}

function aliases({ spec }: Pod): string {
  const entries = (spec["hostAliases"] as readonly { readonly ip: string; readonly hostnames?: readonly string[] }[] | undefined) ?? [];
  if (entries.length === 0) return "";
  return `\n# Entries added by HostAliases.\n${entries.map(({ ip, hostnames = [] }) => `${[ip, ...hostnames].join("\t")}\n`).join("")}`;
}

/** Source: kubernetes pkg/kubelet/network/dns/dns.go GetPodDNS (1.36) */
function resolvConf({ metadata, spec }: Pod): string {
  const isCluster = spec.hostNetwork ? spec["dnsPolicy"] === "ClusterFirstWithHostNet" : spec["dnsPolicy"] !== "Default" && spec["dnsPolicy"] !== "None";
  if (!isCluster) return "nameserver 10.0.0.2\n";
  return `search ${metadata.namespace ?? "default"}.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n`;
}

/** What admission mounts into every pod that does not refuse it. */
function putToken(tree: FileTree, { pod }: Inside): void {
  if (pod.spec["automountServiceAccountToken"] === false) return;
  putText(tree, `${TOKEN_PATH}/ca.crt`, clusterCertificate());
  putText(tree, `${TOKEN_PATH}/namespace`, pod.metadata.namespace ?? "default");
  putText(tree, `${TOKEN_PATH}/token`, serviceAccountToken(pod));
}
