import type { KubeResponse } from "../api/request.ts";
import { SELFSUBJECTREVIEWS, type Resource } from "../api/resources.ts";
import type { HttpMessage } from "./exchange.ts";

type Headers = HttpMessage["headers"];

/** Whom a request is made as, as SelfSubjectReview tells it. */
interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

const EXTRA = "impersonate-extra-";
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/;
const ANONYMOUS = "system:anonymous";
const AUTHENTICATED = "system:authenticated";
const UNAUTHENTICATED = "system:unauthenticated";

/**
 * The answer to whoever asks who he is, for `kubectl --as`: only `auth whoami` shows it. Nothing else depends on the user
 * here, for everybody may do everything. Source: apiserver pkg/endpoints/filters/impersonation.go (1.36)
 */
export function answeredAs(headers: Headers, resource: Resource, response: KubeResponse): KubeResponse {
  const userInfo = impersonatedUser(headers);
  return userInfo && response.ok && resource === SELFSUBJECTREVIEWS ? { ...response, body: { ...(response.body as object), status: { userInfo } } } : response;
}

/** Groups, a uid or extra fields without a user: the text of the error. */
export function impersonationProblem(headers: Headers, target: string): string | undefined {
  if (headers["impersonate-user"]) return undefined;
  const groups = listed(headers["impersonate-group"]).map((name) => `{Group  ${name}    }`);
  const uids = listed(headers["impersonate-uid"]).map((name) => `{UID  ${name}    }`);
  const asked = [...groups, ...uids];
  return asked.length === 0 ? undefined : `Internal Server Error: ${JSON.stringify(target)}: requested [${asked.join(" ")}] without impersonating a user\n`;
}

/** @returns undefined: nobody is impersonated */
function impersonatedUser(headers: Headers): UserInfo | undefined {
  const username = headers["impersonate-user"];
  if (!username) return undefined;
  const uid = headers["impersonate-uid"];
  const extra = Object.entries(headers).filter(([name]) => name.startsWith(EXTRA)).map(([name, value]) => [name.slice(EXTRA.length), listed(value)] as const);
  return { username, ...(uid ? { uid } : {}), groups: groupsOf(username, listed(headers["impersonate-group"])), ...(extra.length > 0 ? { extra: Object.fromEntries(extra) } : {}) };
}

function groupsOf(username: string, asked: readonly string[]): readonly string[] {
  const namespace = SERVICE_ACCOUNT.exec(username)?.[1];
  const groups = asked.length === 0 && namespace !== undefined ? ["system:serviceaccounts", `system:serviceaccounts:${namespace}`] : asked;
  const last = username === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED;
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED) ? groups : [...groups, last];
}

/** A header that may come several times. */
function listed(value: string | undefined): readonly string[] {
  return value ? value.split(", ") : [];
}
