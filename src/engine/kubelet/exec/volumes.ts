import { CONFIGMAPS, SECRETS } from "../../../api/resources.ts";
import type { StringMap } from "../../../api/types/meta.ts";
import type { Container, Pod } from "../../../api/types/pod.ts";
import type { Store } from "../../apiserver/store.ts";
import { volumeFieldValue, type Resolved } from "../downward.ts";
import { dataOf, resourceValue } from "../environment.ts";
import { clusterCertificate, serviceAccountToken } from "./credentials.ts";
import { newTree, putText, resolvePath, type FileTree } from "./file-tree.ts";

/** A volume of a pod, in the parts that decide which files it has. */
export interface Volume extends Projection {
  readonly name: string;
  readonly hostPath?: { readonly path: string };
  readonly projected?: { readonly sources?: readonly Projection[] };
}

interface Projection {
  readonly configMap?: { readonly name?: string; readonly items?: readonly KeyToPath[] };
  readonly secret?: { readonly name?: string; readonly secretName?: string; readonly items?: readonly KeyToPath[] };
  readonly downwardAPI?: { readonly items?: readonly DownwardItem[] };
  readonly serviceAccountToken?: { readonly path: string };
}

interface KeyToPath { readonly key: string; readonly path: string }
interface DownwardItem {
  readonly path: string;
  readonly fieldRef?: { readonly fieldPath: string };
  readonly resourceFieldRef?: { readonly containerName?: string; readonly resource: string; readonly divisor?: string };
}

/** Every cluster has it in each namespace: the certificate of the API server. */
const ROOT_CA = "kube-root-ca.crt";

/**
 * The files of a volume, with the volume as `/`. An emptyDir and what else a container fills itself is empty.
 * Departure: changes are there at once, not after the kubelet's next look up to 90 s later.
 * Source: kubernetes pkg/volume/{configmap,secret,downwardapi,projected} (1.36)
 */
export function volumeFiles(store: Store, inside: { readonly pod: Pod; readonly spec: Container }, volume: Volume): FileTree {
  const tree = newTree();
  for (const projection of [volume, ...(volume.projected?.sources ?? [])]) project(tree, store, inside, projection);
  return tree;
}

function project(tree: FileTree, store: Store, { pod, spec }: { readonly pod: Pod; readonly spec: Container }, projection: Projection): void {
  const { configMap, secret, downwardAPI } = projection;
  if (configMap) {
    const data = dataOf(store, CONFIGMAPS, pod, configMap.name);
    putKeys(tree, data ?? (configMap.name === ROOT_CA ? { "ca.crt": clusterCertificate() } : {}), configMap.items);
  }
  if (secret) putKeys(tree, dataOf(store, SECRETS, pod, secret.secretName ?? secret.name) ?? {}, secret.items);
  for (const item of downwardAPI?.items ?? []) {
    const value = downwardValue(store, pod, spec, item);
    if ("value" in value) putText(tree, resolvePath("/", item.path), value.value);
  }
  const token = projection.serviceAccountToken;
  if (token) putText(tree, resolvePath("/", token.path), serviceAccountToken(pod));
}

/** All keys under their own names, or those of `items` under the paths given there. */
function putKeys(tree: FileTree, data: StringMap, items: readonly KeyToPath[] | undefined): void {
  const entries = items ? items.map(({ key, path }) => [path, Object.hasOwn(data, key) ? data[key] : undefined] as const) : Object.entries(data);
  for (const [path, text] of entries) if (text !== undefined) putText(tree, resolvePath("/", path), text);
}

function downwardValue(store: Store, pod: Pod, own: Container, { fieldRef, resourceFieldRef }: DownwardItem): Resolved {
  if (fieldRef) return volumeFieldValue(pod, fieldRef.fieldPath);
  return resourceFieldRef ? resourceValue(store, pod, own, resourceFieldRef) : { value: "" };
}
