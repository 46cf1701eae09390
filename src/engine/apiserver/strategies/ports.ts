import type { FieldError } from "../../../api/status.ts";
import type { ContainerPort, PodSpec } from "../../../api/types/pod.ts";
import { duplicate, invalidEach, invalidValue, notSupported, required } from "./field-error.ts";
import { portNameErrors } from "./names.ts";

const PROTOCOLS = ["SCTP", "TCP", "UDP"];
const PORT_RANGE = "must be between 1 and 65535, inclusive";

/** Source: pkg/apis/core/validation/validation.go validateContainerPorts (1.36) */
export function validatePorts(ports: readonly ContainerPort[] | undefined, path: string): FieldError[] {
  const names = new Set<string>();
  return (ports ?? []).flatMap((port, i) => [
    ...validateName(port.name, names, `${path}[${i}].name`),
    ...(port.containerPort ? inRange(`${path}[${i}].containerPort`, port.containerPort) : [required(`${path}[${i}].containerPort`)]),
    ...(port.hostPort ? inRange(`${path}[${i}].hostPort`, port.hostPort) : []),
    ...validateProtocol(port.protocol, `${path}[${i}].protocol`),
  ]);
}

/** One host port for one container of a pod; on the host's network it is the container's port. `path` is the list of containers. */
export function validateHostPorts(spec: PodSpec, path: string): FieldError[] {
  const taken = new Set<string>();
  return spec.containers.flatMap((container, i) =>
    (container.ports ?? []).flatMap((port, j) => {
      if (!port.hostPort) return [];
      const field = `${path}[${i}].ports[${j}]`;
      const text = `${port.protocol}/${port.hostIP ?? ""}/${port.hostPort}`;
      const isTaken = taken.has(text);
      taken.add(text);
      return [
        ...(spec.hostNetwork && port.hostPort !== port.containerPort
          ? [invalidValue(`${field}.containerPort`, port.containerPort, "must match `hostPort` when `hostNetwork` is true")]
          : []),
        ...(isTaken ? [duplicate(`${field}.hostPort`, text)] : []),
      ];
    }),
  );
}

function validateName(name: string | undefined, names: Set<string>, field: string): readonly FieldError[] {
  if (!name) return [];
  const errors = invalidEach(field, name, portNameErrors(name));
  if (errors.length > 0) return errors;
  if (names.has(name)) return [duplicate(field, name)];
  names.add(name);
  return [];
}

function validateProtocol(protocol: string | undefined, field: string): readonly FieldError[] {
  if (!protocol) return [required(field)];
  return PROTOCOLS.includes(protocol) ? [] : [notSupported(field, protocol, PROTOCOLS)];
}

export function inRange(field: string, port: number): readonly FieldError[] {
  return port >= 1 && port <= 65535 ? [] : [invalidValue(field, port, PORT_RANGE)];
}
