import type { Container, PodSpec, PodTemplateSpec } from "../../api/types/pod.ts";
import { defaultContainer } from "./defaults-container.ts";
import { defaultVolume } from "./defaults-volume.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * A pod template with the defaults that the API server writes into it. Also makes one out of nothing.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_PodSpec (1.36)
 */
export function defaultPodTemplate(template: Partial<PodTemplateSpec> | undefined): PodTemplateSpec {
  return { metadata: {}, ...template, spec: defaultPodSpec(template?.spec) };
}

/** Defaults that pods and pod templates share. `spec` may lack any field. */
export function defaultPodSpec(spec: Partial<PodSpec> | undefined): PodSpec {
  const account = spec?.["serviceAccountName"] ?? spec?.["serviceAccount"];
  return {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
    ...spec,
    ...(account === undefined ? {} : { serviceAccountName: account, serviceAccount: account }),
    ...(spec?.initContainers ? { initContainers: spec.initContainers.map(defaultContainer) } : {}),
    ...(spec?.["volumes"] ? { volumes: (spec["volumes"] as readonly Members[]).map(defaultVolume) } : {}),
    containers: (spec?.containers ?? []).map(defaultContainer),
  };
}

/**
 * Defaults that only pods get, not templates: requests out of limits, service links, host ports.
 * Source: defaults.go SetDefaults_Pod
 */
export function defaultPodOnly(spec: PodSpec): PodSpec {
  const complete = (c: Container) => (spec.hostNetwork ? withHostPorts(withRequests(c)) : withRequests(c));
  return {
    enableServiceLinks: true,
    ...spec,
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(complete) } : {}),
    containers: spec.containers.map(complete),
  };
}

function withRequests(container: Container): Container {
  const { limits, requests } = container.resources ?? {};
  if (!limits) return container;
  return { ...container, resources: { ...container.resources, requests: { ...limits, ...requests } } };
}

function withHostPorts(container: Container): Container {
  if (!container.ports) return container;
  return { ...container, ports: container.ports.map((p) => (p.hostPort ? p : { ...p, hostPort: p.containerPort })) };
}
