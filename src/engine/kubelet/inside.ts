import type { ExecRequest, ExecResult, LogOptions } from "../../api/request.ts";
import type { Status } from "../../api/status.ts";
import type { Pod } from "../../api/types/pod.ts";
import { execInPod } from "./exec/exec.ts";
import type { InsideContext } from "./exec/inside-context.ts";
import { podLog } from "./logs/pod-log.ts";

/**
 * What containers print, and what commands in them answer. A part of its own, because it is as big as three controllers
 * and is needed only once somebody looks: a cluster is given it (`ClusterOptions.inside`), at its start or later.
 */
export interface Inside {
  podLog(ctx: InsideContext, pod: Pod, options: LogOptions): { readonly text: string } | { readonly status: Status };
  execInPod(ctx: InsideContext, pod: Pod, request: ExecRequest): { readonly result: ExecResult } | { readonly status: Status };
}

export const INSIDE: Inside = { podLog, execInPod };
