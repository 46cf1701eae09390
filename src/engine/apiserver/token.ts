import { base64OfText } from "../../api/base64.ts";
import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { SERVICEACCOUNTS } from "../../api/resources.ts";
import { isMembers } from "../../api/semantic.ts";
import { EPOCH_UNIX_MS, formatTime } from "../../api/time.ts";
import type { FieldError } from "../../api/status.ts";
import { invalid, methodNotAllowed, notFound } from "../../api/status.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { hex64 } from "../kubelet/images.ts";
import type { ApiContext } from "./context.ts";
import { answer, fail, named } from "./respond.ts";
import { invalidValue } from "./strategies/field-error.ts";

const AUDIENCE = "https://kubernetes.default.svc.cluster.local";
const HOUR_SECONDS = 3600;
const LEAST_SECONDS = 600;

/**
 * `kubectl create token`: a JSON Web Token that says who its bearer is. It is signed by nobody, for nobody here asks for
 * one; so the same account gets the same token in the same second.
 * Source: pkg/registry/core/serviceaccount/storage/token.go, pkg/serviceaccount/claims.go (1.36)
 */
export function answerToken(ctx: ApiContext, request: KubeRequest): KubeResponse {
  if (request.verb !== "create") return fail(methodNotAllowed());
  const account = ctx.store.get(SERVICEACCOUNTS, request.namespace, request.name ?? "");
  if (!account) return fail(notFound(named(SERVICEACCOUNTS, request.name ?? "")));
  const spec = isMembers(request.body) && isMembers(request.body["spec"]) ? request.body["spec"] : {};
  const seconds = typeof spec["expirationSeconds"] === "number" ? spec["expirationSeconds"] : HOUR_SECONDS;
  const problem = durationProblem(seconds);
  if (problem) return fail(invalid({ kind: "TokenRequest", group: "authentication.k8s.io", name: "" }, [problem]));
  const said = spec["audiences"];
  const audiences = Array.isArray(said) && said.length > 0 ? said.map(String) : [AUDIENCE];
  const { name, namespace } = account.metadata;
  return answer(201, {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { name, namespace, creationTimestamp: formatTime(ctx.nowMs) },
    spec: { audiences, expirationSeconds: seconds, boundObjectRef: spec["boundObjectRef"] ?? null },
    status: { token: tokenFor(account, audiences, ctx.nowMs, seconds), expirationTimestamp: formatTime(ctx.nowMs + seconds * 1000) },
  });
}

/** Source: pkg/apis/authentication/validation/validation.go ValidateTokenRequest */
function durationProblem(seconds: number): FieldError | undefined {
  if (seconds < LEAST_SECONDS) return invalidValue("spec.expirationSeconds", seconds, "may not specify a duration less than 10 minutes");
  return seconds > 2 ** 32 ? invalidValue("spec.expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds") : undefined;
}

function tokenFor({ metadata }: KubeObject, aud: readonly string[], nowMs: number, seconds: number): string {
  const { name, namespace, uid } = metadata;
  const iat = Math.floor((EPOCH_UNIX_MS + nowMs) / 1000);
  const id = hex64(`${uid}/${iat}`);
  const header = { alg: "RS256", kid: hex64("signer").slice(0, 43) };
  const payload = {
    aud, exp: iat + seconds, iat, iss: AUDIENCE,
    jti: [id.slice(0, 8), id.slice(8, 12), `4${id.slice(12, 15)}`, `8${id.slice(15, 18)}`, id.slice(18, 30)].join("-"),
    "kubernetes.io": { namespace, serviceaccount: { name, uid } }, nbf: iat, sub: `system:serviceaccount:${namespace}:${name}`,
  };
  return [JSON.stringify(header), JSON.stringify(payload), `unsigned ${id}`].map((part) => base64OfText(part).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")).join(".");
}
