import type { AttachResult, ExecRequest, ExecResult, LogOptions } from "../../api/request.ts";
import type { Status } from "../../api/status.ts";
import type { Container, Pod } from "../../api/types/pod.ts";
import { attachToPod } from "./exec/attach.ts";
import { execInPod } from "./exec/exec.ts";
import type { InsideContext } from "./exec/inside-context.ts";
import { execProbe } from "./logs/exec-probe.ts";
import { ownEnd, type OwnEnd } from "./logs/own-end.ts";
import { podLog } from "./logs/pod-log.ts";
import type { ProbeSpan } from "./state.ts";

/**
 * What containers print, what commands in them answer, and how their own commands end. A part of its own, because it is as big as three controllers
 * and is needed only once somebody looks, or a pod has a command: a cluster is given it (`ClusterOptions.inside`), at its start or later.
 */
export interface Inside {
  podLog(ctx: InsideContext, pod: Pod, options: LogOptions): { readonly text: string } | { readonly status: Status };
  ownEnd(ctx: InsideContext, pod: Pod, spec: Container): OwnEnd | undefined;
  execProbe(ctx: InsideContext, pod: Pod, spec: Container, command: readonly string[]): readonly ProbeSpan[] | undefined;
  execInPod(ctx: InsideContext, pod: Pod, request: ExecRequest): { readonly result: ExecResult } | { readonly status: Status };
  attachToPod(ctx: InsideContext, pod: Pod, container: string | undefined): { readonly result: AttachResult; readonly container: string } | { readonly status: Status };
}

export const INSIDE: Inside = { podLog, ownEnd, execProbe, execInPod, attachToPod };
