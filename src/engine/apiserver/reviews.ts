import type { KubeRequest, KubeResponse } from "../../api/request.ts";
import { decode } from "../../api/schema/decode.ts";
import { SELFSUBJECTACCESSREVIEWS, SELFSUBJECTRULESREVIEWS, type Resource } from "../../api/resources.ts";
import { methodNotAllowed, unknownResource } from "../../api/status.ts";
import { formatTime } from "../../api/time.ts";
import type { ApiContext } from "./context.ts";
import { required } from "./strategies/field-error.ts";
import { answer, fail, invalidObject } from "./respond.ts";

/** Whoever reaches this API is its administrator: there is nobody else. */
const USER = { username: "kubernetes-admin", groups: ["kubeadm:cluster-admins", "system:authenticated"] };

const EVERYTHING = {
  resourceRules: [{ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }],
  nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
  incomplete: false,
};

/**
 * `auth can-i` and `auth whoami`: questions that are answered and not stored.
 * Source: pkg/registry/authorization/selfsubjectaccessreview, selfsubjectrulesreview; pkg/registry/authentication/selfsubjectreview
 */
export function answerReview(ctx: ApiContext, resource: Resource, request: KubeRequest): KubeResponse {
  if (request.subresource) return fail(unknownResource());
  if (request.verb !== "create") return fail(methodNotAllowed());
  const decoded = decode(resource, request.body, request.options?.fieldValidation ?? "Warn");
  if (!decoded.ok) return fail(decoded.status);
  const review = decoded.object as typeof decoded.object & { readonly spec?: { readonly resourceAttributes?: object; readonly nonResourceAttributes?: object } };
  const { spec } = review;
  if (resource === SELFSUBJECTACCESSREVIEWS) {
    const isAsked = spec?.resourceAttributes ?? spec?.nonResourceAttributes;
    if (!isAsked) return invalidObject(resource, "", [required("spec.resourceAttributes", "exactly one of nonResourceAttributes or resourceAttributes must be specified")]);
    return answer(201, { ...review, status: { allowed: true } }, decoded.warnings);
  }
  if (resource === SELFSUBJECTRULESREVIEWS) return answer(201, { ...review, spec: {}, status: EVERYTHING }, decoded.warnings);
  return answer(201, { ...review, metadata: { creationTimestamp: formatTime(ctx.nowMs) }, status: { userInfo: USER } }, decoded.warnings);
}
