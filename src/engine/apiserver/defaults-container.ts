import { isMembers } from "../../api/semantic.ts";
import type { Container, EnvVar, Probe } from "../../api/types/pod.ts";

type Members = Readonly<Record<string, unknown>>;

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Container, SetDefaults_Probe, SetDefaults_HTTPGetAction (1.36) */
export function defaultContainer(container: Container): Container {
  const { ports, env, lifecycle } = container;
  return {
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: defaultPullPolicy(container.image ?? ""),
    ...container,
    ...(ports ? { ports: ports.map((p) => ({ protocol: "TCP", ...p })) } : {}),
    ...(env ? { env: env.map(defaultEnv) } : {}),
    ...(container.livenessProbe ? { livenessProbe: defaultProbe(container.livenessProbe) } : {}),
    ...(container.readinessProbe ? { readinessProbe: defaultProbe(container.readinessProbe) } : {}),
    ...(container.startupProbe ? { startupProbe: defaultProbe(container.startupProbe) } : {}),
    ...(lifecycle ? { lifecycle: defaultLifecycle(lifecycle as Members) } : {}),
  };
}

/** Always for the tag `latest`, written or meant; otherwise IfNotPresent. */
export function defaultPullPolicy(image: string): "Always" | "IfNotPresent" {
  const [named = "", digest] = image.split("@");
  const tag = /:([^/:]+)$/.exec(named)?.[1];
  const isLatest = tag === "latest" || (tag === undefined && digest === undefined && named !== "");
  return isLatest ? "Always" : "IfNotPresent";
}

/** A field reference without apiVersion means v1. */
export function defaultFieldRef<T extends Members>(source: T): T {
  const { fieldRef, resourceFieldRef } = source;
  return {
    ...source,
    ...(fieldRef ? { fieldRef: { apiVersion: "v1", ...(fieldRef as Members) } } : {}),
    ...(resourceFieldRef ? { resourceFieldRef: { divisor: "0", ...(resourceFieldRef as Members) } } : {}),
  };
}

function defaultEnv(env: EnvVar): EnvVar {
  return env.valueFrom ? { ...env, valueFrom: defaultFieldRef(env.valueFrom as EnvVar["valueFrom"] & Members) } : env;
}

function defaultProbe(probe: Probe): Probe {
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...defaultHandler(probe),
    ...(probe["grpc"] ? { grpc: { service: "", ...(probe["grpc"] as Members) } } : {}),
  };
}

function defaultLifecycle(lifecycle: Members): Members {
  return Object.fromEntries(Object.entries(lifecycle).map(([hook, value]) => [hook, isMembers(value) ? defaultHandler(value) : value]));
}

function defaultHandler<T extends Members>(handler: T): T {
  const { httpGet } = handler;
  return httpGet ? { ...handler, httpGet: { path: "/", scheme: "HTTP", ...(httpGet as Members) } } : handler;
}
