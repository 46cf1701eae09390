import type { Container, EnvVar, Pod } from "../../api/types/pod.ts";

/** Where a variable comes from. `path` is that of the field in the pod, for whoever wants to see it. */
export type EnvSource =
  | { readonly kind: "literal" }
  | { readonly kind: "field"; readonly field: string; readonly path: string }
  | { readonly kind: "resource"; readonly field: string; readonly path: string }
  | { readonly kind: "ConfigMap" | "Secret"; readonly name: string; readonly key: string };

export interface EnvRow {
  readonly name: string;
  readonly source: EnvSource;
  /** Where the variable itself is written in the pod. */
  readonly path: string;
}

/** The variables of one source object, in the order of the spec. */
export interface EnvGroup {
  readonly title: string;
  readonly kind: "pod" | "container" | "ConfigMap" | "Secret";
  readonly rows: readonly EnvRow[];
  /** Why there are no rows of it: it is optional and not there, or has not been read yet. */
  readonly note?: string;
}

/** A whole object that a container takes its variables from. */
export interface WholeSource {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly prefix: string;
  /** Where it is written in the pod. */
  readonly path: string;
}

/** The keys of a source's data; null: there is no such object; undefined: not known yet. */
export type KeysOf = (source: Pick<WholeSource, "kind" | "name">) => readonly string[] | null | undefined;

type ListName = "containers" | "initContainers";

/**
 * The variables that a container declares, by the object that their values come from: first those of whole objects
 * (`envFrom`), then those of `env`. Of several with one name the last holds, as for the kubelet.
 * Source: kubernetes pkg/kubelet/kubelet_pods.go makeEnvironmentVariables (1.36)
 */
export function envGroups(pod: Pod, containerName: string, keysOf: KeysOf = () => undefined): readonly EnvGroup[] {
  const place = placeOf(pod, containerName);
  if (!place) return [];
  const wholes = wholeSources(pod, containerName);
  const rows = [
    ...wholes.flatMap((whole) => (keysOf(whole) ?? []).map((key): EnvRow => ({ name: `${whole.prefix}${key}`, source: { kind: whole.kind, name: whole.name, key }, path: whole.path }))),
    ...(place.container.env ?? []).map((variable, i): EnvRow => ({ name: variable.name, source: sourceOf(pod, place.container, variable, place.path), path: `${place.path}.env[${i}]` })),
  ];
  const groups = new Map<string, EnvGroup>();
  for (const { kind, name } of wholes) {
    const keys = keysOf({ kind, name });
    const title = `${kind} ${name}`;
    if (!keys || keys.length === 0) groups.set(title, { title, kind, rows: [], note: keys === null ? "is not there" : keys ? "has no entries" : "is being read" });
  }
  for (const row of rows.filter((r, i) => rows.findLastIndex((o) => o.name === r.name) === i)) {
    const { title, kind } = groupOf(row.source, pod, containerName);
    groups.set(title, { title, kind, rows: [...(groups.get(title)?.rows ?? []), row] });
  }
  return [...groups.values()];
}

/** The whole objects that a container takes its variables from, in the order of the spec. */
export function wholeSources(pod: Pod, containerName: string): readonly WholeSource[] {
  const place = placeOf(pod, containerName);
  const entries = (place?.container as { readonly envFrom?: readonly EnvFromSource[] } | undefined)?.envFrom ?? [];
  return entries.flatMap(({ prefix = "", configMapRef, secretRef }, i) => {
    const name = (configMapRef ?? secretRef)?.name;
    return name === undefined ? [] : [{ kind: configMapRef ? "ConfigMap" : "Secret", name, prefix, path: `${place!.path}.envFrom[${i}]` } as const];
  });
}

interface EnvFromSource {
  readonly prefix?: string;
  readonly configMapRef?: { readonly name?: string };
  readonly secretRef?: { readonly name?: string };
}

/** The environment as `env` prints it. A value of several lines goes on until the next line that begins with a name. */
export function readEnv(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let last: string | undefined;
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const match = /^([A-Za-z_][\w.-]*)=(.*)$/.exec(line);
    if (match) values.set((last = match[1]!), match[2]!);
    else if (last !== undefined) values.set(last, `${values.get(last)}\n${line}`);
  }
  return values;
}

/** A field of the object by its path, as text; undefined if it is not there. For containers that run no `env`. */
export function fieldText(object: object, path: string): string | undefined {
  const steps = [...path.matchAll(/\['([^']*)'\]|\[(\d+)\]|([^.[\]]+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
  const value = steps.reduce<unknown>((inner, step) => (typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[step] : undefined), object);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

function placeOf(pod: Pod, name: string): { readonly container: Container; readonly path: string } | undefined {
  for (const list of ["containers", "initContainers"] satisfies ListName[]) {
    const at = (pod.spec[list] ?? []).findIndex((c) => c.name === name);
    const container = pod.spec[list]?.[at];
    if (container) return { container, path: `spec.${list}[${at}]` };
  }
  return undefined;
}

function sourceOf(pod: Pod, container: Container, { valueFrom }: EnvVar, containerPath: string): EnvSource {
  if (valueFrom?.fieldRef) {
    const { fieldPath } = valueFrom.fieldRef;
    return { kind: "field", field: fieldPath, path: fieldPath };
  }
  if (valueFrom?.resourceFieldRef) {
    const { containerName, resource } = valueFrom.resourceFieldRef;
    const path = containerName && containerName !== container.name ? (placeOf(pod, containerName)?.path ?? containerPath) : containerPath;
    return { kind: "resource", field: resource, path: `${path}.resources.${resource}` };
  }
  if (valueFrom?.configMapKeyRef) return { kind: "ConfigMap", name: valueFrom.configMapKeyRef.name ?? "", key: valueFrom.configMapKeyRef.key };
  if (valueFrom?.secretKeyRef) return { kind: "Secret", name: valueFrom.secretKeyRef.name ?? "", key: valueFrom.secretKeyRef.key };
  return { kind: "literal" };
}

function groupOf(source: EnvSource, pod: Pod, containerName: string): Pick<EnvGroup, "title" | "kind"> {
  switch (source.kind) {
    case "field":
      return { title: `Pod ${pod.metadata.name}`, kind: "pod" };
    case "resource":
      return { title: "resources of the container", kind: "container" };
    case "ConfigMap":
    case "Secret":
      return { title: `${source.kind} ${source.name}`, kind: source.kind };
    case "literal":
      return { title: `written in container ${containerName}`, kind: "container" };
  }
}
