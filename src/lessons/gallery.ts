import calico from "./content/manifests/calico.yaml?raw";
import ceph from "./content/manifests/ceph.yaml?raw";
import cilium from "./content/manifests/cilium.yaml?raw";
import datadogAgent from "./content/manifests/datadog-agent.yaml?raw";
import falco from "./content/manifests/falco.yaml?raw";
import filebeat from "./content/manifests/filebeat.yaml?raw";
import fluentd from "./content/manifests/fluentd.yaml?raw";
import glusterfs from "./content/manifests/glusterfs.yaml?raw";
import logstash from "./content/manifests/logstash.yaml?raw";
import nodeExporter from "./content/manifests/node-exporter.yaml?raw";
import sysdigAgent from "./content/manifests/sysdig-agent.yaml?raw";
import weaveNet from "./content/manifests/weave-net.yaml?raw";
import type { GalleryId, UseCase } from "./gallery-words.ts";

/** Where the DaemonSet ends up in the cluster that the page starts with, once all is at rest. */
export interface Expected {
  /** Nodes with an available pod, by name. */
  readonly nodes: readonly string[];
}

/** One product of the guide's table. Its words are in `gallery-words.ts`. */
export interface GalleryEntry {
  readonly id: GalleryId;
  readonly useCase: UseCase;
  readonly file: string;
  /** The whole manifest. */
  readonly text: string;
  readonly namespace: string;
  /** Name of its DaemonSet. */
  readonly name: string;
  readonly expected: Expected;
  /** Field of the DaemonSet that the words speak about; the page opens the YAML there. */
  readonly field: string;
  /** What must be done to a node before the DaemonSet wants it, and what comes of it then. */
  readonly next?: { readonly kubectl: string; readonly expected: Expected };
}

const EVERY_NODE: Expected = { nodes: ["node-1", "node-2", "node-3"] };
const WORKERS: Expected = { nodes: ["node-2", "node-3"] };
const POD = "spec.template.spec";

/**
 * The twelve products that the guide names, each as a manifest that can be applied as it stands. Loaded on first use:
 * the texts are long.
 */
export const GALLERY: readonly GalleryEntry[] = [
  entry("fluentd", "logs", fluentd, "kube-system", "fluentd", EVERY_NODE, `${POD}.volumes[1]`),
  entry("filebeat", "logs", filebeat, "kube-system", "filebeat", EVERY_NODE, `${POD}.containers[0].env[0]`),
  entry("logstash", "logs", logstash, "logstash", "logstash", WORKERS, `${POD}.containers[0].ports[0]`),
  entry("node-exporter", "monitoring", nodeExporter, "monitoring", "node-exporter", EVERY_NODE, `${POD}.hostPID`),
  entry("datadog-agent", "monitoring", datadogAgent, "datadog", "datadog-agent", WORKERS, `${POD}.containers[0].ports[0]`),
  entry("ceph", "storage", ceph, "rook-ceph", "csi-rbdplugin", EVERY_NODE, `${POD}.containers[1].volumeMounts[1]`),
  {
    ...entry("glusterfs", "storage", glusterfs, "glusterfs", "glusterfs", { nodes: [] }, `${POD}.nodeSelector`),
    next: { kubectl: "kubectl label nodes node-3 storage-node=glusterfs", expected: { nodes: ["node-3"] } },
  },
  entry("calico", "networking", calico, "kube-system", "calico-node", EVERY_NODE, `${POD}.tolerations[0]`),
  entry("weave-net", "networking", weaveNet, "kube-system", "weave-net", EVERY_NODE, `${POD}.containers[1]`),
  entry("cilium", "networking", cilium, "kube-system", "cilium", EVERY_NODE, `${POD}.initContainers[0]`),
  entry("falco", "security", falco, "falco", "falco", EVERY_NODE, `${POD}.containers[0].securityContext`),
  entry("sysdig-agent", "security", sysdigAgent, "sysdig-agent", "sysdig-agent", EVERY_NODE, `${POD}.priorityClassName`),
];

function entry(id: GalleryId, useCase: UseCase, text: string, namespace: string, name: string, expected: Expected, field: string): GalleryEntry {
  return { id, useCase, file: `${id}.yaml`, text, namespace, name, expected, field };
}
