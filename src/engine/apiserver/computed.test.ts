import { expect, test } from "vitest";
import { create, get, list, type KubeList } from "../../api/request.ts";
import { COMPONENTSTATUSES, SERVICEACCOUNTS } from "../../api/resources.ts";
import { textOfBase64 } from "../../api/base64.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

const WARNING = "v1 ComponentStatus is deprecated in v1.19+";

test("the components of the control plane are healthy, and only to be read", () => {
  const sim = new SimCluster();
  expect(sim.try(list(COMPONENTSTATUSES))).toMatchObject({ warnings: [WARNING] });
  expect(sim.send<KubeList>(list(COMPONENTSTATUSES)).items.map((c) => c.metadata.name)).toEqual(["controller-manager", "etcd-0", "scheduler"]);
  expect(sim.try(get(COMPONENTSTATUSES, { name: "scheduler" }))).toMatchObject({ body: { conditions: [{ type: "Healthy", status: "True", message: "ok" }] } });
  expect(sim.try(create(COMPONENTSTATUSES, { metadata: {} }))).toMatchObject({ status: { code: 405 } });
});

test("a token says whose it is and until when; asking for one changes nothing", () => {
  const sim = new SimCluster();
  sim.runFor(1);
  const asked = (spec: object, name = "default") => ({ ...create(SERVICEACCOUNTS, { metadata: { namespace: "default" }, spec } as never), subresource: "token" as const, name });
  const { revision } = sim.cluster.store;
  const answer = sim.send<{ status: { token: string; expirationTimestamp: string } }>(asked({}));
  expect(sim.cluster.store.revision).toBe(revision);
  expect(answer).toMatchObject({ kind: "TokenRequest", spec: { audiences: ["https://kubernetes.default.svc.cluster.local"], expirationSeconds: 3600 }, status: { expirationTimestamp: "2026-01-01T01:00:01Z" } });
  const [header, claims] = answer.status.token.split(".").map((part) => part.replaceAll("-", "+").replaceAll("_", "/"));
  expect(JSON.parse(textOfBase64(header!))).toMatchObject({ alg: "RS256" });
  const { iat, exp, sub } = JSON.parse(textOfBase64(claims!)) as { iat: number; exp: number; sub: string };
  expect({ seconds: exp - iat, sub }).toEqual({ seconds: 3600, sub: "system:serviceaccount:default:default" });
  const refused = sim.try(asked({ expirationSeconds: 10 }));
  expect(refused.ok ? "" : refused.status.message).toBe('TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes');
  expect(sim.try(asked({}, "nope"))).toMatchObject({ status: { message: 'serviceaccounts "nope" not found' } });
});
