import type { FieldError } from "../../../api/status.ts";
import type { Container, PodSpec } from "../../../api/types/pod.ts";
import { validateEnv } from "./env.ts";
import { duplicate, invalidEach, invalidValue, notFoundValue, notSupported, required } from "./field-error.ts";
import { dnsLabelErrors } from "./names.ts";
import { validateHostPorts, validatePorts } from "./ports.ts";
import { validateHandlers, validateProbes } from "./probes.ts";
import { validateResources } from "./resource-rules.ts";

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];
const MESSAGE_POLICIES = ["FallbackToLogsOnError", "File"];

/**
 * Containers and init containers. Their names are unique together.
 * @param volumes names of the pod's volumes
 * @param path of the pod spec
 * Source: pkg/apis/core/validation/validation.go validateContainers, validateInitContainers (1.36)
 */
export function validateContainers(spec: PodSpec, volumes: ReadonlySet<string>, path: string): FieldError[] {
  const { containers, initContainers = [] } = spec;
  const names = new Set<string>();
  if (containers.length === 0) return [required(`${path}.containers`)];
  return [
    ...containers.flatMap((c, i) => [
      ...validateContainer(c, volumes, names, `${path}.containers[${i}]`),
      ...validateProbes(c, `${path}.containers[${i}]`),
    ]),
    ...validateHostPorts(spec, `${path}.containers`),
    ...initContainers.flatMap((c, i) => validateInitContainer(c, volumes, names, `${path}.initContainers[${i}]`)),
  ];
}

function validateContainer(c: Container, volumes: ReadonlySet<string>, names: Set<string>, path: string): FieldError[] {
  const isDuplicate = c.name !== undefined && names.has(c.name);
  if (c.name) names.add(c.name);
  return [
    ...(c.name ? invalidEach(`${path}.name`, c.name, dnsLabelErrors(c.name)) : [required(`${path}.name`)]),
    ...(c.image ? [] : [required(`${path}.image`)]),
    ...oneOf(`${path}.terminationMessagePolicy`, c["terminationMessagePolicy"], MESSAGE_POLICIES),
    ...validatePorts(c.ports, `${path}.ports`),
    ...validateEnv(c.env, `${path}.env`),
    ...validateMounts(c["volumeMounts"], volumes, `${path}.volumeMounts`),
    ...oneOf(`${path}.imagePullPolicy`, c.imagePullPolicy, PULL_POLICIES),
    ...validateResources(c.resources, `${path}.resources`),
    ...(isDuplicate ? [duplicate(`${path}.name`, c.name)] : []),
    ...validateLifecycle(c["lifecycle"], `${path}.lifecycle`),
  ];
}

/** Probes belong to init containers only if they are sidecars (restartPolicy Always). */
function validateInitContainer(c: Container, volumes: ReadonlySet<string>, names: Set<string>, path: string): FieldError[] {
  const errors = validateContainer(c, volumes, names, path);
  if (c.restartPolicy === "Always") return [...errors, ...validateProbes(c, path)];
  const hooks = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"].filter((field) => c[field] !== undefined);
  return [
    ...errors,
    ...hooks.map((field): FieldError => ({ type: "Forbidden", field: `${path}.${field}`, text: "Forbidden: may not be set for init containers without restartPolicy=Always" })),
  ];
}

function oneOf(field: string, value: unknown, supported: readonly string[]): readonly FieldError[] {
  if (value === undefined || value === "") return [required(field)];
  return supported.includes(value as string) ? [] : [notSupported(field, value, supported)];
}

interface VolumeMount { readonly name?: string; readonly mountPath?: string; readonly subPath?: string }

function validateMounts(mounts: unknown, volumes: ReadonlySet<string>, path: string): FieldError[] {
  const paths = new Set<string>();
  return ((mounts ?? []) as readonly VolumeMount[]).flatMap((mount, i) => {
    const { name = "", mountPath = "", subPath = "" } = mount;
    const isTaken = paths.has(mountPath);
    paths.add(mountPath);
    return [
      ...(name === "" ? [required(`${path}[${i}].name`)] : []),
      ...(name !== "" && !volumes.has(name) ? [notFoundValue(`${path}[${i}].name`, name)] : []),
      ...(mountPath === "" ? [required(`${path}[${i}].mountPath`)] : []),
      ...(isTaken ? [invalidValue(`${path}[${i}].mountPath`, mountPath, "must be unique")] : []),
      ...(subPath.startsWith("/") ? [invalidValue(`${path}[${i}].subPath`, subPath, "must be a relative path")] : []),
      ...(subPath.split("/").includes("..") ? [invalidValue(`${path}[${i}].subPath`, subPath, "must not contain '..'")] : []),
    ];
  });
}

function validateLifecycle(lifecycle: unknown, path: string): FieldError[] {
  const hooks = (lifecycle ?? {}) as Readonly<Record<string, unknown>>;
  return ["postStart", "preStop"].flatMap((hook) => (hooks[hook] ? validateHandlers(hooks[hook] as object, `${path}.${hook}`) : []));
}
