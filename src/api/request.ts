import type { KubeObject } from "./types/meta.ts";
import type { Status } from "./status.ts";
import type { Resource, Subresource } from "./resources.ts";

/**
 * A request to the Kubernetes API as a plain value: the only currency of the product. The page, the terminal,
 * lessons, controllers and real kubectl all build this value, so it can be logged, replayed, posted to a
 * worker or sent over HTTP without a second design.
 */
export interface KubeRequest {
  readonly verb: "get" | "list" | "create" | "update" | "patch" | "delete" | "deletecollection";
  /** kubectl's spelling `resource.group`, core without group: `pods`, `daemonsets.apps`. See resources.ts. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: Subresource;
  /**
   * The object for create and update, the patch for patch, a Binding, Eviction or Scale for those subresources.
   * `create` of `exec` takes an `ExecRequest` and answers an `ExecResult`; `get` of `log` answers one text.
   */
  readonly body?: unknown;
  readonly options?: RequestOptions;
}

export interface RequestOptions {
  readonly patchType?: "json" | "merge" | "strategic" | "apply";
  readonly fieldValidation?: "Strict" | "Warn" | "Ignore";
  readonly dryRun?: boolean;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly fieldManager?: string;
  readonly force?: boolean;
  /** Of reads in the page: the answer shows who manages which fields, also for what the cluster's own actors wrote. A server over HTTP always does. */
  readonly showsManagedFields?: boolean;
  /** For `get` of a pod's `log`. */
  readonly log?: LogOptions;
}

/** Source: core/v1 PodLogOptions. Following is the client's: a log only grows, so it asks again and prints what is new. */
export interface LogOptions {
  readonly container?: string;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  readonly sinceSeconds?: number;
  /** API time. */
  readonly sinceTime?: string;
}

/** A command to run in a container, once: its input is given whole. */
export interface ExecRequest {
  readonly command: readonly string[];
  readonly container?: string;
  readonly stdin?: string;
  readonly tty?: boolean;
}

export interface ExecResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * Attaching to process 1 of a container. Without `exitCode` it only asks what is there to talk to; with it, the process
 * ends so, as when the person at it types `exit`: what passes between the two is the client's, by `exec`.
 */
export interface AttachRequest {
  readonly container?: string;
  readonly exitCode?: number;
}

export interface AttachResult {
  /** Command and arguments of process 1. */
  readonly command: readonly string[];
  /** It waits for what somebody types; otherwise there is only its output, which the log has too. */
  readonly readsInput: boolean;
  /** Its input is closed when the first client leaves (`stdinOnce`). */
  readonly endsWithClient: boolean;
  readonly tty: boolean;
}

export interface KubeList<T extends KubeObject = KubeObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly T[];
}

/** Expected failure is a value. `warnings` are the texts of `Warning: 299` headers. */
export type KubeResponse<Out = unknown> =
  | { readonly ok: true; readonly code: number; readonly body: Out; readonly warnings?: readonly string[] }
  | { readonly ok: false; readonly status: Status; readonly warnings?: readonly string[] };

/** The door to the API from outside the engine; inside, `Cluster.handle` answers at once. */
export type Send = <Out = unknown>(request: KubeRequest) => Promise<KubeResponse<Out>>;

interface Key { readonly namespace?: string | undefined; readonly name: string }

const at = (key: Key) => ({ name: key.name, ...(key.namespace ? { namespace: key.namespace } : {}) });

/** Request builders. Shapes: `key` is `{namespace?, name}`; an object's metadata is such a key. */
export function get(resource: Resource, key: Key): KubeRequest {
  return { verb: "get", resource: resource.key, ...at(key) };
}
export function list(resource: Resource, namespace?: string, options?: RequestOptions): KubeRequest {
  return { verb: "list", resource: resource.key, ...(namespace ? { namespace } : {}), ...(options ? { options } : {}) };
}
export function create(resource: Resource, body: { metadata: { namespace?: string } }, options?: RequestOptions): KubeRequest {
  const namespace = resource.namespaced ? (body.metadata.namespace ?? "default") : undefined;
  return { verb: "create", resource: resource.key, ...(namespace ? { namespace } : {}), body, ...(options ? { options } : {}) };
}
export function update(resource: Resource, body: KubeObject): KubeRequest {
  return { verb: "update", resource: resource.key, ...at(body.metadata), body };
}
export function updateStatus(resource: Resource, body: KubeObject): KubeRequest {
  return { verb: "update", resource: resource.key, ...at(body.metadata), subresource: "status", body };
}
/** A patch; strategic unless `options.patchType` says otherwise. */
export function patch(resource: Resource, key: Key, body: unknown, options: RequestOptions = { patchType: "strategic" }): KubeRequest {
  return { verb: "patch", resource: resource.key, ...at(key), body, options };
}
export function remove(resource: Resource, key: Key, options?: RequestOptions): KubeRequest {
  return { verb: "delete", resource: resource.key, ...at(key), ...(options ? { options } : {}) };
}
