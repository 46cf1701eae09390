import type { KubeObject } from "./meta.ts";

/** `data` is `{spec: {template: {..., $patch: "replace"}}}` for a DaemonSet. */
export interface ControllerRevision extends KubeObject {
  readonly data: { readonly spec: { readonly template: unknown } };
  readonly revision: number;
}
