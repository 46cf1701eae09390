/** The five rows of the guide's table of use cases, in its order. */
export const USE_CASES = ["logs", "monitoring", "storage", "networking", "security"] as const;
export type UseCase = (typeof USE_CASES)[number];

export type GalleryId =
  | "fluentd" | "filebeat" | "logstash" | "node-exporter" | "datadog-agent" | "ceph" | "glusterfs" | "calico" | "weave-net" | "cilium" | "falco" | "sysdig-agent";

/** What a card of the gallery says. */
export interface CardWords {
  readonly product: string;
  /** What it does, one sentence. */
  readonly does: string;
  /** Why there is one on each node, one or two sentences. */
  readonly why: string;
  /** What to look at in this cluster once it runs; names and fields in backquotes. */
  readonly notice: string;
  /** Said kindly, where there is something to know before one uses it. */
  readonly beware?: string;
}

export interface GalleryWords {
  readonly useCases: Readonly<Record<UseCase, string>>;
  readonly cards: Readonly<Record<GalleryId, CardWords>>;
}

/** English; other languages say it in `ui/messages/translations`. */
export const GALLERY_WORDS: GalleryWords = {
  useCases: { logs: "Log collection", monitoring: "Monitoring", storage: "Storage", networking: "Networking", security: "Security" },
  cards: {
    fluentd: {
      product: "Fluentd",
      does: "Follows the log files of every container and forwards them.",
      why: "Log files lie on the disk of the node where the container ran. Nobody else can read them.",
      notice: "It runs on the control plane too: one toleration does that. And `/var/log` is a `hostPath`: how far it has read outlives the pod.",
    },
    filebeat: {
      product: "Filebeat",
      does: "Ships log lines with the names of their pods to Elasticsearch or Logstash.",
      why: "As Fluentd: the files are local. Being small matters, for it is paid for on every node.",
      notice: "`NODE_NAME` comes from the Downward API. Each pod asks only for the pods of its own node.",
    },
    logstash: {
      product: "Logstash",
      does: "Receives lines, parses and cleans them, passes them on.",
      why: "So that a secret in a log is removed before it leaves its node. Otherwise a Deployment of two does, and is cheaper.",
      notice: "Two pods for three nodes: it tolerates nothing, so the control plane stays free. Apps reach it at their own node's port 5000, a `hostPort`.",
    },
    "node-exporter": {
      product: "Prometheus Node Exporter",
      does: "Tells Prometheus about CPU, memory, disks and network of the machine.",
      why: "A machine's numbers are in its own `/proc` and `/sys`.",
      notice: "`hostNetwork` and `hostPID` lift the walls of the container; what it mounts from the node is read-only. It tolerates every taint.",
    },
    "datadog-agent": {
      product: "Datadog Agent",
      does: "Collects metrics, traces and logs of a node and its pods.",
      why: "It asks the kubelet and the container runtime of its own node, and apps send it traces without leaving the node.",
      notice: "No pod on the control plane, and no error: desired says 2, and 2 it is. Watching those nodes too takes a toleration.",
    },
    ceph: {
      product: "Ceph (CSI plugin of Rook)",
      does: "Maps and mounts Ceph's block devices for the pods of its node.",
      why: "A volume is mounted by the kernel of the node where the pod runs. What keeps the data, the OSDs, is no DaemonSet: one belongs to each disk.",
      notice: "Two containers in a pod, and a mount with `Bidirectional`: what is mounted inside is seen by the kubelet outside.",
    },
    glusterfs: {
      product: "GlusterFS",
      does: "Offers a folder of each storage node as a part of a network volume.",
      why: "The data is on that node's disks. But only nodes that have such disks shall serve.",
      notice: "Desired is 0 and nothing is wrong: no node has the label yet. Label one, and its pod comes. `OnDelete`: an update waits for your hand.",
      beware: "Development has become quiet, and the in-tree volume plugin left Kubernetes in 1.26. Look for something livelier for a new cluster.",
    },
    calico: {
      product: "Calico",
      does: "Gives pods addresses and routes, and enforces NetworkPolicy.",
      why: "Routes and rules are written into the kernel of each node. A node without it has no network for pods.",
      notice: "It tolerates every taint: a new node is tainted `not-ready` until it has a network, and this is what brings it. Its init container comes first.",
    },
    "weave-net": {
      product: "Weave Net",
      does: "Connects nodes into a mesh that finds its own way.",
      why: "Each node's end of the mesh is a process on that node.",
      notice: "Two containers of one pod, router and policy: both must be ready, then 5 s pass before the pod counts as available.",
      beware: "Its makers closed in 2024 and the project was archived. It did good service; for a new cluster, Calico or Cilium are maintained.",
    },
    cilium: {
      product: "Cilium",
      does: "Routes, filters and watches traffic with small programs in the kernel (eBPF).",
      why: "Kernels are per node, so is whoever loads programs into them.",
      notice: "First an init container mounts a file system on the node itself. Then a startup probe gives the agent time, up to 210 s, before anybody calls it unwell.",
    },
    falco: {
      product: "Falco",
      does: "Raises an alarm at system calls that no container should make.",
      why: "A kernel tells only those who listen on the same machine.",
      notice: "`privileged`: it may do what root on the node may. That is the price of seeing everything, so its namespace and image deserve care.",
    },
    "sysdig-agent": {
      product: "Sysdig",
      does: "Metrics and security events out of the system calls of its node.",
      why: "Again the kernel: what happens on a node is only seen there.",
      notice: "It asks for half a CPU on each node, and brings a PriorityClass: on a full node an ordinary app would have to leave. See the bars of the nodes.",
    },
  },
};
