import { nodeMetrics, podMetrics } from "../api/metrics.ts";
import { list } from "../api/request.ts";
import type { KubeList, KubeResponse } from "../api/request.ts";
import { NODES, PODS, type Resource } from "../api/resources.ts";
import { selectionOf } from "../api/selection.ts";
import { notFound } from "../api/status.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { Node } from "../api/types/node.ts";
import type { Pod } from "../api/types/pod.ts";
import type { Api } from "./exchange.ts";

/** Where metrics are asked for: `nodes`, `pods`, one of them, or the pods of a namespace. */
const PATH = /^\/apis\/metrics\.k8s\.io\/v1beta1(?:\/namespaces\/([^/]+))?\/(nodes|pods)(?:\/([^/]+))?$/;

/** The metrics API, for `kubectl top`. Undefined: another path. */
export function answerMetrics(api: Api, path: string, query: Readonly<Record<string, string>>): KubeResponse | undefined {
  const [, namespace, kind, name] = PATH.exec(path) ?? [];
  if (kind === undefined) return undefined;
  const resource = kind === "nodes" ? NODES : PODS;
  const isWanted = selectionOf(resource, { labelSelector: query["labelSelector"], fieldSelector: query["fieldSelector"], namespace });
  if (typeof isWanted !== "function") return { ok: false, status: isWanted };
  const objects = objectsOf<KubeObject>(api, resource).filter(isWanted);
  const metrics = kind === "nodes" ? nodeMetrics(objects as Node[], objectsOf(api, PODS), api.nowMs()) : podMetrics(objects as Pod[], api.nowMs());
  if (name === undefined) return { ok: true, code: 200, body: { kind: kind === "nodes" ? "NodeMetricsList" : "PodMetricsList", apiVersion: "metrics.k8s.io/v1beta1", metadata: {}, items: metrics } };
  const one = metrics.find((m) => m.metadata.name === name);
  return one ? { ok: true, code: 200, body: one } : { ok: false, status: notFound({ resource: kind, group: "metrics.k8s.io", name }) };
}

function objectsOf<T extends KubeObject>(api: Api, resource: Resource): readonly T[] {
  const response = api.handle(list(resource));
  return response.ok ? (response.body as KubeList<T>).items : [];
}
