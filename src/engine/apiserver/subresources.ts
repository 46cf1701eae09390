import type { ExecRequest, KubeRequest, KubeResponse } from "../../api/request.ts";
import { PODS, SERVICEACCOUNTS, type Resource } from "../../api/resources.ts";
import { isMembers } from "../../api/semantic.ts";
import { badRequest, internalError, methodNotAllowed, notFound, unknownResource } from "../../api/status.ts";
import type { Pod } from "../../api/types/pod.ts";
import { bind } from "./binding.ts";
import type { ApiContext } from "./context.ts";
import { evict } from "./eviction.ts";
import { answer, fail, named } from "./respond.ts";
import { answerScale } from "./scale.ts";
import { answerToken } from "./token.ts";
import { update } from "./update.ts";

/** What stands below an object's path, besides its status, which the object's own verbs serve. */
export function answerSubresource(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  const { subresource, verb } = request;
  if (!subresource || !resource.subresources.includes(subresource)) return fail(unknownResource());
  if (subresource === "scale") return answerScale(ctx, resource, request);
  if (subresource === "finalize") return verb === "update" ? update(ctx, resource, request) : fail(methodNotAllowed());
  if (subresource === "token" && resource === SERVICEACCOUNTS) return answerToken(ctx, request);
  if (resource !== PODS) return fail(unknownResource());
  const pod = ctx.store.get<Pod>(PODS, request.namespace, request.name ?? "");
  if (!pod) return fail(notFound(named(resource, request.name ?? "")));
  return answerForPod(ctx, pod, request);
}

function answerForPod(ctx: ApiContext, pod: Pod, request: KubeRequest): KubeResponse {
  const { subresource, verb } = request;
  if (subresource === "log") return verb === "get" ? answerLog(ctx, pod, request) : fail(methodNotAllowed());
  if (verb !== "create") return fail(methodNotAllowed());
  switch (subresource) {
    case "binding": return bind(ctx, pod, request);
    case "eviction": return evict(ctx, pod, request);
    case "exec": return answerExec(ctx, pod, request);
    case "attach": return answerAttach(ctx, pod, request);
    default: return fail(methodNotAllowed());
  }
}

/** A cluster that was opened without `inside`: a mistake of whoever opened it, not of the client. */
const NOBODY_LOOKS = "this cluster does not look into containers";

function answerLog(ctx: ApiContext, pod: Pod, request: KubeRequest): KubeResponse {
  if (!ctx.inside) return fail(internalError(NOBODY_LOOKS));
  const log = ctx.inside.podLog(ctx, pod, isMembers(request.options?.log) ? request.options.log : {});
  return "status" in log ? fail(log.status) : answer(200, log.text);
}

function answerExec(ctx: ApiContext, pod: Pod, request: KubeRequest): KubeResponse {
  const asked = execRequest(request.body);
  if (!asked) return fail(badRequest("you must specify at least one command for the container"));
  if (!ctx.inside) return fail(internalError(NOBODY_LOOKS));
  const done = ctx.inside.execInPod(ctx, pod, asked);
  return "status" in done ? fail(done.status) : answer(201, done.result);
}

function answerAttach(ctx: ApiContext, pod: Pod, { body }: KubeRequest): KubeResponse {
  if (!ctx.inside) return fail(internalError(NOBODY_LOOKS));
  const { container, exitCode } = isMembers(body) ? body : {};
  const found = ctx.inside.attachToPod(ctx, pod, typeof container === "string" ? container : undefined);
  if ("status" in found) return fail(found.status);
  if (typeof exitCode === "number" && Number.isInteger(exitCode) && found.result.readsInput) ctx.endProcess?.(pod, found.container, exitCode & 255);
  return answer(201, found.result);
}

/** The body as far as it is one: it comes from a client. */
function execRequest(body: unknown): ExecRequest | undefined {
  if (!isMembers(body)) return undefined;
  const { command, container, stdin, tty } = body;
  if (!Array.isArray(command) || !command.every((word) => typeof word === "string")) return undefined;
  return { command, ...(typeof container === "string" ? { container } : {}), ...(typeof stdin === "string" ? { stdin } : {}), ...(tty === true ? { tty } : {}) };
}
