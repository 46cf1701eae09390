import type { KubeObject, StringMap } from "./meta.ts";

export interface ScopeRequirement {
  readonly scopeName: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

/** Limits the pods of a namespace: how many, and what they ask for together. */
export interface ResourceQuota extends KubeObject {
  readonly spec?: {
    readonly hard?: StringMap;
    readonly scopes?: readonly string[];
    readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
  };
  readonly status?: { readonly hard?: StringMap; readonly used?: StringMap };
}
