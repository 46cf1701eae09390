import type { DecisionDraft } from "../../api/decision.ts";
import type { KubeRequest } from "../../api/request.ts";
import { resourceByKey } from "../../api/resources.ts";
import type { Fault } from "../../api/types/fault.ts";
import type { ObjectReference } from "../../api/types/meta.ts";
import type { Change } from "../sim/actor.ts";
import { faultPhrase } from "./fault-phrase.ts";

/** A request from outside as a decision of the user: what was asked for, on which object. */
export function describeRequest(request: KubeRequest, change: Change): DecisionDraft {
  const object = (change.after ?? change.before)!;
  // An eviction is counted by the pod's budget before the pod itself is written.
  const reference = request.subresource === "eviction" ? evicted(request) : referenceTo(object);
  const kind = resourceByKey(request.resource)?.kind ?? object.kind;
  return {
    object: reference,
    verdict: request.verb,
    rule: `user/${request.verb}`,
    evidence: [],
    text: `${phrase(request, change, kind)}.`,
    source: "a request to the API server",
  };
}

function evicted({ namespace, name = "" }: KubeRequest): ObjectReference {
  return { kind: "Pod", ...(namespace ? { namespace } : {}), name };
}

export function referenceTo(object: { kind: string; metadata: { namespace?: string; name: string; uid: string } }): ObjectReference {
  const { namespace, name, uid } = object.metadata;
  return { kind: object.kind, ...(namespace ? { namespace } : {}), name, uid };
}

function phrase(request: KubeRequest, change: Change, kind: string): string {
  const name = `\`${(change.after ?? change.before)!.metadata.name}\``;
  if (request.resource.startsWith("faults.")) return faultPhrase((change.after ?? change.before) as Fault, request.verb);
  switch (request.verb) {
    case "create":
      if (request.subresource === "eviction") return `evicted Pod \`${request.name ?? ""}\``;
      if (request.subresource === "binding") return `bound Pod ${name}`;
      return `created ${kind} ${name}`;
    case "update": case "patch":
      if (request.subresource === "scale") return `scaled ${kind} ${name} to ${replicasOf(change)}`;
      if (request.options?.patchType === "apply") return change.before ? `applied ${kind} ${name}${changedFields(change)}` : `created ${kind} ${name}`;
      return `changed ${kind} ${name}${changedFields(change)}`;
    case "delete": return `deleted ${kind} ${name}`;
    case "deletecollection": return `deleted a collection of ${kind}s`;
    case "get": case "list": return `read ${kind} ${name}`;
  }
}

function replicasOf({ after }: Change): number {
  return (after as { readonly spec?: { readonly replicas?: number } } | undefined)?.spec?.replicas ?? 0;
}

/** The deepest common paths that differ, at most three: `spec.taints`, `spec.template.spec.containers[0].image`. */
function changedFields(change: Change): string {
  const paths: string[] = [];
  collect(change.before, change.after, "", paths);
  const shown = paths.filter((p) => !IGNORED.some((ignored) => p.startsWith(ignored))).slice(0, 3);
  return shown.length > 0 ? `: ${shown.map((p) => `\`${p}\``).join(", ")}` : "";
}

const IGNORED = ["metadata.resourceVersion", "metadata.generation", "metadata.annotations", "metadata.managedFields"];
const MAX_PATHS = 8;

function collect(a: unknown, b: unknown, path: string, out: string[]): void {
  if (a === b || out.length >= MAX_PATHS) return;
  if (!isTree(a) || !isTree(b) || Array.isArray(a) !== Array.isArray(b) || (Array.isArray(a) && Array.isArray(b) && a.length !== b.length)) {
    out.push(path);
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const next = Array.isArray(a) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
    collect(a[key], b[key], next, out);
  }
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
