import type { FieldError } from "../../../api/status.ts";
import type { PodSpec } from "../../../api/types/pod.ts";
import { duplicate, forbidden, invalidEach, invalidValue, notSupported, required } from "./field-error.ts";
import { validateFieldRef, validateResourceFieldRef } from "./field-ref.ts";
import { dnsLabelErrors } from "./names.ts";

type Volume = Readonly<Record<string, unknown>> & { readonly name?: string };

const HOST_PATH_TYPES = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"];

export function volumeNames(spec: PodSpec): ReadonlySet<string> {
  return new Set(volumesOf(spec).map((v) => v.name ?? ""));
}

/** `path` is the list. Source: pkg/apis/core/validation/validation.go ValidateVolumes (1.36) */
export function validateVolumes(spec: PodSpec, path: string): FieldError[] {
  const names = new Set<string>();
  return volumesOf(spec).flatMap((volume, i) => {
    const name = volume.name ?? "";
    const isTaken = names.has(name);
    names.add(name);
    return [
      ...validateSources(volume, `${path}[${i}]`),
      ...(name === "" ? [required(`${path}[${i}].name`)] : invalidEach(`${path}[${i}].name`, name, dnsLabelErrors(name))),
      ...(isTaken ? [duplicate(`${path}[${i}].name`, name)] : []),
    ];
  });
}

function validateSources(volume: Volume, path: string): FieldError[] {
  const types = Object.keys(volume).filter((key) => key !== "name");
  if (types.length === 0) return [required(path, "must specify a volume type")];
  return types.flatMap((type, i) => {
    if (i > 0) return [forbidden(`${path}.${type}`, "may not specify more than 1 volume type")];
    return validateSource(type, volume[type] as Volume, `${path}.${type}`);
  });
}

/** Departure: of the rarer types only the name is checked. */
function validateSource(type: string, source: Volume, path: string): FieldError[] {
  switch (type) {
    case "hostPath":
      return validateHostPath(source, path);
    case "configMap":
      return needs(source, "name", path);
    case "secret":
      return needs(source, "secretName", path);
    case "persistentVolumeClaim":
      return needs(source, "claimName", path);
    case "nfs":
      return [...needs(source, "server", path), ...needs(source, "path", path)];
    case "csi":
      return needs(source, "driver", path);
    case "downwardAPI":
      return validateFiles(source, path);
    case "projected":
      return ((source["sources"] ?? []) as readonly Volume[]).flatMap((projection, i) =>
        projection["downwardAPI"] ? validateFiles(projection["downwardAPI"] as Volume, `${path}.sources[${i}].downwardAPI`) : [],
      );
    default:
      return [];
  }
}

interface DownwardFile {
  readonly path?: string;
  readonly fieldRef?: { readonly fieldPath?: string };
  readonly resourceFieldRef?: Parameters<typeof validateResourceFieldRef>[0];
}

function validateFiles(source: Volume, path: string): FieldError[] {
  return ((source["items"] ?? []) as readonly DownwardFile[]).flatMap((file, i) => {
    const at = `${path}.items[${i}]`;
    return [
      ...(file.path ? [] : [required(`${at}.path`)]),
      ...(file.fieldRef ? validateFieldRef(file.fieldRef.fieldPath ?? "", `${at}.fieldRef`, "volume") : []),
      ...(file.resourceFieldRef ? validateResourceFieldRef(file.resourceFieldRef, `${at}.resourceFieldRef`, "volume") : []),
      ...(file.fieldRef || file.resourceFieldRef ? [] : [required(at, "one of fieldRef and resourceFieldRef is required")]),
    ];
  });
}

function validateHostPath(source: Volume, path: string): FieldError[] {
  const hostPath = (source["path"] as string | undefined) ?? "";
  const type = source["type"] ?? "";
  return [
    ...needs(source, "path", path),
    ...(hostPath.split("/").includes("..") ? [invalidValue(`${path}.path`, hostPath, "must not contain '..'")] : []),
    ...(HOST_PATH_TYPES.includes(type as string) ? [] : [notSupported(`${path}.type`, type, HOST_PATH_TYPES)]),
  ];
}

function needs(source: Volume, field: string, path: string): FieldError[] {
  return source[field] ? [] : [required(`${path}.${field}`)];
}

function volumesOf(spec: PodSpec): readonly Volume[] {
  return (spec["volumes"] ?? []) as readonly Volume[];
}
