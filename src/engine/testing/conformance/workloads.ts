import { podRowConditions } from "../../../api/columns/pod.ts";
import { columnsOf } from "../../../api/columns/generic.ts";
import { humanDuration } from "../../../api/duration.ts";
import { list, patch, type KubeList } from "../../../api/request.ts";
import { CONFIGMAPS, DEPLOYMENTS, PODS, resourceByKey, RESOURCES, type Resource } from "../../../api/resources.ts";
import { deepEqual, isMembers } from "../../../api/semantic.ts";
import type { Status } from "../../../api/status.ts";
import { formatTime } from "../../../api/time.ts";
import type { KubeObject, ObjectMeta, StringMap } from "../../../api/types/meta.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { difference, failed, PASSED, skipped, type CaseResult } from "./case-result.ts";
import { apiServer } from "./cluster/admission-functions.ts";
import { wholePod } from "./cluster/objects.ts";
import type { KubectlVerbs } from "./cluster/kubectl-functions.ts";
import type { Case } from "./runner.ts";
import { runWorkloadCase } from "./workloads/cluster-run.ts";
import { PATCH_TYPES } from "./workloads/patch-types.ts";
import { PURE_FUNCTIONS } from "./workloads/pure-functions.ts";
import { runSsa, type SsaRow } from "./workloads/ssa-row.ts";
import type { WorkloadStep } from "./workloads/workload-steps.ts";

/** One file of the `workloads` format: a cluster case, recorded rows, or a table of a pure function. */
export interface WorkloadFile {
  readonly id: string;
  readonly type: string;
  readonly area?: string;
  readonly function?: string;
  readonly rows?: readonly WorkloadRow[];
  readonly steps?: readonly WorkloadStep[];
}

interface WorkloadRow {
  readonly id?: string;
  readonly area?: string;
  readonly type?: string;
  readonly in?: unknown;
  readonly out?: unknown;
  readonly [field: string]: unknown;
}

/** The cases of a file: each row of a table is one. */
export function workloadCases(file: WorkloadFile, path: string, verbs: KubectlVerbs | undefined): Case[] {
  const one = (name: string, topic: string, run: () => CaseResult): Case => ({ format: "workloads", topic, name, path, needsKubectl: topic.startsWith("kubectl."), run });
  const rows = file.rows ?? [];
  switch (file.type) {
    case "cluster": return [one(file.id, file.area ?? file.id, () => runWorkloadCase(file.steps ?? []))];
    case "rows": return rows.map((row, i) => one(row.id ?? `${file.id}#${i}`, row.area ?? file.area ?? file.id, () => runRow(row)));
    case "pure": return rows.map((row, i) => one(`${file.id}#${i}`, file.function ?? file.id, () => runPure(file.function ?? "", row, verbs)));
    default: return [one(file.id, file.area ?? file.id, () => failed(`type ${file.type} is not understood`))];
  }
}

function runRow(row: WorkloadRow): CaseResult {
  switch (row.type) {
    case "patch": return runPatch(row as unknown as PatchRow);
    case "selector": return runLabelSelector(row as unknown as SelectorRow);
    case "fieldselector": return runFieldSelector(row as unknown as FieldSelectorRow);
    case "table": return runTable(row as unknown as TableRow);
    case "ssa": return runSsa(row as unknown as SsaRow);
    default: return failed(`a row of type ${String(row.type)} is not understood`);
  }
}

interface PatchRow {
  readonly given: { readonly object: KubeObject };
  readonly patch: { readonly contentType: string; readonly body: unknown };
  readonly expect: { readonly status: number; readonly object?: unknown; readonly error?: Pick<Status, "reason" | "message"> & { readonly causes?: unknown } };
}

function runPatch({ given, patch: sent, expect }: PatchRow): CaseResult {
  const patchType = PATCH_TYPES[sent.contentType];
  if (!patchType) return failed(`content type ${sent.contentType} is not understood`);
  const cluster = apiServer();
  const metadata = { ...given.object.metadata, namespace: "default", uid: "u", resourceVersion: "", creationTimestamp: formatTime(0) };
  cluster.seed(DEPLOYMENTS, { ...given.object, metadata });
  const response = cluster.handle<KubeObject>(patch(DEPLOYMENTS, metadata, sent.body, { patchType, dryRun: true }));
  if (!response.ok) {
    const { code, reason, message, details } = response.status;
    const causes = expect.error?.causes === undefined ? {} : { causes: details?.causes };
    return compare("answer", { status: expect.status, ...expect.error }, { status: code, reason, message, ...causes });
  }
  return compare("answer", { status: expect.status, object: expect.object }, { status: response.code, object: recorded(response.body) });
}

/** As the recording shows an object. */
function recorded(object: KubeObject): unknown {
  const { uid: _, resourceVersion: _r, creationTimestamp: _c, generation: _g, namespace: _n, managedFields: _m, ...metadata } = object.metadata;
  const { status: _s, ...rest } = object as KubeObject & { readonly status?: unknown };
  return { ...rest, metadata };
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
  if (name.startsWith("kubectl.")) {
    const run = verbs && rolloutStatusFunctions(verbs)[name];
    if (run) return compare(name, row.out, run(row.in as never));
    return verbs ? failed(`function ${name} is not understood`) : skipped("requires kubectl's functions, which the terminal hands in");
  }
  if (name === "humanDuration") return compare(name, row.out, humanDuration((row.in as number) * 1000));
  const run = PURE_FUNCTIONS[name];
  return run ? compare(name, row["error"] === true ? "error" : row.out, run(row.in as never, row.out)) : failed(`function ${name} is not understood`);
}

/** Texts of `kubectl rollout status`, by what decides them. */
function rolloutStatusFunctions(verbs: KubectlVerbs): Readonly<Record<string, (input: never) => unknown>> {
  const named = (input: object) => ({ name: "foo", ...input }) as never;
  return {
    "kubectl.rolloutStatus.daemonset": (input: object) => verbs.daemonSetRolloutStatus(named(input)),
    "kubectl.rolloutStatus.deployment": (input: object) => verbs.deploymentRolloutStatus(named(input)),
    "kubectl.rolloutStatus.statefulset": (input: object) => verbs.statefulSetRolloutStatus(named({ updateRevision: "foo-new", ...input })),
  };
}

function compare(what: string, expected: unknown, came: unknown): CaseResult {
  return deepEqual(expected, came) ? PASSED : failed(difference(what, expected, came));
}
