import { podRowConditions } from "../../../api/columns/pod.ts";
import { columnsOf } from "../../../api/columns/generic.ts";
import { humanDuration } from "../../../api/duration.ts";
import { list, patch, type KubeList, type RequestOptions } from "../../../api/request.ts";
import { CONFIGMAPS, PODS, resourceByKey, RESOURCES, type Resource } from "../../../api/resources.ts";
import { deepEqual, isMembers } from "../../../api/semantic.ts";
import type { Status } from "../../../api/status.ts";
import { formatTime } from "../../../api/time.ts";
import type { KubeObject, ObjectMeta, StringMap } from "../../../api/types/meta.ts";
import type { Pod, PodTemplateSpec } from "../../../api/types/pod.ts";
import { defaultPodTemplate } from "../../apiserver/defaults-pod.ts";
import { difference, failed, PASSED, skipped, type CaseResult } from "./case-result.ts";
import { apiServer } from "./cluster/admission-functions.ts";
import { wholePod } from "./cluster/objects.ts";
import type { KubectlVerbs } from "./cluster/kubectl-functions.ts";
import type { Case } from "./runner.ts";

/** One file of the `workloads` format: a cluster case, recorded rows, or a table of a pure function. */
export interface WorkloadFile {
  readonly id: string;
  readonly type: string;
  readonly area?: string;
  readonly function?: string;
  readonly rows?: readonly WorkloadRow[];
  readonly steps?: readonly { readonly create?: KubeObject }[];
}

interface WorkloadRow {
  readonly id?: string;
  readonly area?: string;
  readonly type?: string;
  readonly in?: unknown;
  readonly out?: unknown;
  readonly [field: string]: unknown;
}

const ROLLOUT_STATUS = "kubectl.rolloutStatus.daemonset";
/** Controllers that a case may need and that do not exist here. */
const MISSING_CONTROLLERS = ["Deployment", "ReplicaSet", "StatefulSet"];

/** The cases of a file: each row of a table is one. */
export function workloadCases(file: WorkloadFile, path: string, verbs: KubectlVerbs | undefined): Case[] {
  const one = (name: string, topic: string, run: () => CaseResult): Case => ({ format: "workloads", topic, name, path, needsKubectl: topic === ROLLOUT_STATUS, run });
  const rows = file.rows ?? [];
  switch (file.type) {
    case "cluster": return [one(file.id, file.area ?? file.id, () => skipped(`requires ${missingFor(file)}`))];
    case "rows": return rows.map((row, i) => one(row.id ?? `${file.id}#${i}`, row.area ?? file.area ?? file.id, () => runRow(row)));
    case "pure": return rows.map((row, i) => one(`${file.id}#${i}`, file.function ?? file.id, () => runPure(file.function ?? "", row, verbs)));
    default: return [one(file.id, file.area ?? file.id, () => failed(`type ${file.type} is not understood`))];
  }
}

function missingFor({ steps = [] }: WorkloadFile): string {
  const kinds = steps.flatMap((s) => s.create?.kind ?? []);
  const missing = MISSING_CONTROLLERS.find((kind) => kinds.includes(kind));
  return missing ? `the ${missing} controller` : "the fake kubelet of the workloads cases";
}

function runRow(row: WorkloadRow): CaseResult {
  switch (row.type) {
    case "patch": return runPatch(row as unknown as PatchRow);
    case "selector": return runLabelSelector(row as unknown as SelectorRow);
    case "fieldselector": return runFieldSelector(row as unknown as FieldSelectorRow);
    case "table": return runTable(row as unknown as TableRow);
    case "ssa": return skipped("requires server-side apply");
    default: return failed(`a row of type ${String(row.type)} is not understood`);
  }
}

interface PatchRow {
  readonly given: { readonly object: KubeObject };
  readonly patch: { readonly contentType: string; readonly body: unknown };
  readonly expect: { readonly status: number; readonly object?: unknown; readonly error?: Pick<Status, "reason" | "message"> & { readonly causes?: unknown } };
}

const PATCH_TYPES: Readonly<Record<string, NonNullable<RequestOptions["patchType"]>>> = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
};

function runPatch({ given, patch: sent, expect }: PatchRow): CaseResult {
  const patchType = PATCH_TYPES[sent.contentType];
  if (!patchType) return failed(`content type ${sent.contentType} is not understood`);
  // Of Deployments the API server keeps what it is sent; only pod templates get their defaults.
  if (expect.error?.causes) return skipped("requires the validation of Deployments");
  const resource = resourceByKey("deployments.apps")!;
  const cluster = apiServer();
  const metadata = { ...given.object.metadata, namespace: "default", uid: "u", resourceVersion: "", creationTimestamp: formatTime(0) };
  cluster.seed(resource, { ...given.object, metadata });
  const response = cluster.handle<KubeObject>(patch(resource, metadata, sent.body, { patchType, dryRun: true }));
  if (!response.ok) {
    const { code, reason, message } = response.status;
    return compare("answer", { status: expect.status, ...expect.error }, { status: code, reason, message });
  }
  return compare("answer", { status: expect.status, object: expect.object }, { status: response.code, object: recorded(response.body) });
}

/** As the recording shows an object, with the defaults of its template. */
function recorded(object: KubeObject): unknown {
  const { uid: _, resourceVersion: _r, creationTimestamp: _c, generation: _g, namespace: _n, ...metadata } = object.metadata;
  const { spec, status: _s, ...rest } = object as KubeObject & { readonly spec?: { readonly template?: PodTemplateSpec }; readonly status?: unknown };
  return { ...rest, metadata, ...(spec ? { spec: { ...spec, ...(spec.template ? { template: defaultPodTemplate(spec.template) } : {}) } } : {}) };
}

interface SelectorRow {
  readonly given: { readonly objects: Readonly<Record<string, StringMap>> };
  readonly selector: string;
  readonly expect: { readonly status: number; readonly names?: readonly string[]; readonly message?: string };
}

function runLabelSelector({ given, selector, expect }: SelectorRow): CaseResult {
  const cluster = apiServer();
  for (const [name, labels] of Object.entries(given.objects)) {
    const metadata: ObjectMeta = { name, namespace: "default", labels, uid: name, resourceVersion: "", creationTimestamp: formatTime(0) };
    cluster.seed(CONFIGMAPS, { apiVersion: "v1", kind: "ConfigMap", metadata });
  }
  const response = cluster.handle<KubeList>(list(CONFIGMAPS, "default", { labelSelector: selector }));
  if (!response.ok) return compare("answer", expect, { status: response.status.code, message: response.status.message });
  return compare("answer", expect, { status: response.code, names: response.body.items.map((o) => o.metadata.name) });
}

interface FieldSelectorRow { readonly resource: string; readonly selector: string; readonly expect: { readonly status: number; readonly message?: string } }

function runFieldSelector({ resource, selector, expect }: FieldSelectorRow): CaseResult {
  const found = resourceNamed(resource);
  if (!found) return failed(`resource ${resource} is not known`);
  const response = apiServer().handle(list(found, undefined, { fieldSelector: selector }));
  const came = response.ok ? { status: response.code } : { status: response.status.code, message: response.status.message };
  return compare("answer", expect, came);
}

function resourceNamed(name: string): Resource | undefined {
  return resourceByKey(name) ?? RESOURCES.find((r) => r.plural === name || r.singular === name);
}

interface TableRow { readonly given: Pod; readonly expect: { readonly cells: Readonly<Record<string, unknown>>; readonly rowConditions: unknown } }

/** Long enough after the epoch for any age in the rows. */
const TABLE_MS = 1_000_000_000;

function runTable({ given, expect }: TableRow): CaseResult {
  const pod = wholePod(withTimes(given) as Pod);
  const cells = Object.fromEntries(columnsOf(PODS).map((c) => [c.name, c.value(pod, { nowMs: TABLE_MS })]));
  const asked = Object.fromEntries(Object.keys(expect.cells).map((name) => [name, cells[name]]));
  return compare("row", expect, { cells: asked, rowConditions: podRowConditions(pod) ?? null });
}

/** `{"$secondsAgo": n}` is that time before now. */
function withTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTimes);
  if (!isMembers(value)) return value;
  const ago = value["$secondsAgo"];
  if (typeof ago === "number") return formatTime(TABLE_MS - ago * 1000);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, withTimes(v)]));
}

function runPure(name: string, row: WorkloadRow, verbs: KubectlVerbs | undefined): CaseResult {
  switch (name) {
    case "humanDuration": return compare(name, row.out, humanDuration((row.in as number) * 1000));
    case ROLLOUT_STATUS: {
      if (!verbs) return skipped("requires kubectl's functions, which the terminal hands in");
      return compare(name, row.out, verbs.daemonSetRolloutStatus({ name: "foo", ...(row.in as object) } as never));
    }
    default: {
      const kind = MISSING_CONTROLLERS.find((k) => name.includes(k.toLowerCase()));
      return kind ? skipped(`requires the ${kind} controller`) : failed(`function ${name} is not understood`);
    }
  }
}

function compare(what: string, expected: unknown, came: unknown): CaseResult {
  return deepEqual(expected, came) ? PASSED : failed(difference(what, expected, came));
}
