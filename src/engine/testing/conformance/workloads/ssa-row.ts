import { patch, type RequestOptions } from "../../../../api/request.ts";
import { DEPLOYMENTS } from "../../../../api/resources.ts";
import type { Deployment } from "../../../../api/types/deployment.ts";
import { difference, failed, PASSED, type CaseResult } from "../case-result.ts";
import { deepEqual } from "../../../../api/semantic.ts";
import { apiServer } from "../cluster/admission-functions.ts";
import { PATCH_TYPES } from "./patch-types.ts";

/** Requests on one Deployment, each with what comes of it. */
export interface SsaRow {
  readonly id: string;
  readonly steps: readonly {
    readonly request: { readonly query: string; readonly contentType: string; readonly body: unknown };
    readonly expect: { readonly status: number; readonly error?: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
  }[];
}

export function runSsa({ id, steps }: SsaRow): CaseResult {
  const cluster = apiServer();
  for (const [i, { request, expect }] of steps.entries()) {
    const patchType = PATCH_TYPES[request.contentType];
    if (!patchType) return failed(`content type ${request.contentType} is not understood`);
    const response = cluster.handle<Deployment>(patch(DEPLOYMENTS, { namespace: "default", name: id }, request.body, { patchType, ...optionsOf(request.query) }));
    const came = response.ok ? outcome(response.code, response.body) : refusal(response.status, expect.error ?? {});
    if (!deepEqual(expect, came)) return failed(difference(`step ${i + 1}`, expect, came));
  }
  return PASSED;
}

function optionsOf(query: string): RequestOptions {
  const given = new Map(query.slice(1).split("&").map((pair) => pair.split("=") as [string, string]));
  const fieldValidation = given.get("fieldValidation") as RequestOptions["fieldValidation"];
  const fieldManager = given.get("fieldManager");
  return {
    ...(fieldManager === undefined ? {} : { fieldManager }),
    ...(fieldValidation === undefined ? {} : { fieldValidation }),
    ...(given.get("force") === "true" ? { force: true } : {}),
  };
}

/** The part of the object that the recording shows. Nobody acts here, so that no controller's entry is among the managers. */
function outcome(status: number, { metadata, spec }: Deployment): unknown {
  const { containers, tolerations } = spec.template.spec;
  return {
    status,
    spec: {
      replicas: spec.replicas,
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      containers: containers.map(({ name, image }) => ({ name, image })),
      ...(tolerations ? { tolerations } : {}),
    },
    ...(metadata.labels ? { labels: metadata.labels } : {}),
    managers: (metadata.managedFields ?? []).map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fieldsV1 })),
  };
}

/** As much of the Status as the recording kept. */
function refusal(status: { readonly code?: number; readonly reason?: string; readonly message?: string; readonly details?: { readonly causes?: readonly unknown[] } }, kept: object): unknown {
  const all = { reason: status.reason, message: status.message, causes: status.details?.causes };
  return { status: status.code, error: Object.fromEntries(Object.entries(all).filter(([key]) => key in kept)) };
}
