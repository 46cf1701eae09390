import { patch } from "../../../../api/request.ts";
import { NODES } from "../../../../api/resources.ts";
import { isMembers } from "../../../../api/semantic.ts";
import type { Status } from "../../../../api/status.ts";
import type { StringMap } from "../../../../api/types/meta.ts";
import type { Taint } from "../../../../api/types/node.ts";
import { apiServer, taintTexts } from "./admission-functions.ts";
import type { CaseFunctions } from "./function-table.ts";
import { wholeNode } from "./objects.ts";

interface Printed { readonly exit: 0 | 1; readonly stdout?: string; readonly stderr?: string }

interface DrainPod {
  readonly namespace: string;
  readonly name: string;
  readonly phase?: string;
  readonly controller?: { readonly kind: string; readonly name: string; readonly exists: boolean };
  readonly hasEmptyDir: boolean;
  readonly isMirror: boolean;
}
interface DrainOptions { readonly ignoreDaemonSets?: boolean; readonly force?: boolean; readonly deleteEmptyDirData?: boolean }

/** What the terminal room does for these verbs. The engine does not know that room, so whoever runs the cases hands it in. */
export interface KubectlVerbs {
  taintNode(node: string, taints: readonly Taint[], args: readonly string[]): Printed & { readonly taints: readonly Taint[] };
  labelNode(node: string, labels: StringMap, args: readonly string[]): Printed & { readonly labels: StringMap };
  cordonNode(node: string, isCordoned: boolean, command: "cordon" | "uncordon"): Printed;
  parseDrainFlags(args: readonly string[]): DrainOptions | { readonly error: string };
  planDrain(pods: readonly DrainPod[], options: DrainOptions): { readonly errors: readonly string[]; readonly warnings: readonly string[]; readonly evicted: readonly DrainPod[] };
  daemonSetRolloutStatus(set: Rollout & Readonly<Record<"desiredNumberScheduled" | "updatedNumberScheduled" | "numberAvailable", number>>): RolloutText;
  deploymentRolloutStatus(deployment: Rollout & Readonly<Record<"replicas" | "statusReplicas" | "updatedReplicas" | "availableReplicas", number>>): RolloutText | { readonly error: string };
  statefulSetRolloutStatus(set: Rollout & Readonly<Record<"replicas" | "readyReplicas" | "updatedReplicas" | "currentReplicas", number>> & {
    readonly partition: number | null;
    readonly revisionsEqual: boolean;
    readonly updateRevision: string;
  }): RolloutText;
}

interface RolloutText { readonly message: string; readonly done: boolean }

interface Rollout {
  readonly name: string;
  readonly generation: number;
  readonly observedGeneration: number;
}

interface CasePod {
  readonly name: string;
  readonly namespace?: string;
  readonly phase?: string;
  readonly controller?: { readonly kind: string; readonly name: string; readonly exists?: boolean };
  readonly emptyDir?: boolean;
  readonly mirror?: boolean;
}
interface DrainCase { readonly node: string; readonly pods?: readonly CasePod[]; readonly flags?: readonly string[] }

/** What the terminal must hand in; columns of kubectl are printed by the API server. */
export const KUBECTL_FUNCTIONS: readonly string[] = ["kubectl.taintNode", "kubectl.labelNode", "kubectl.cordon", "kubectl.drainPlan"];

/** The functions of kubectl in SCHEMA.md. Changes are sent to an API server, which may refuse them. */
export function kubectlFunctions(verbs: KubectlVerbs): CaseFunctions {
  return {
    "kubectl.taintNode": ({ node, taints = [], args }: { node: string; taints?: Taint[]; args: string[] }, expected: unknown) => {
      const printed = verbs.taintNode(node, taints, args);
      const sent = printed.exit === 0 ? send(node, { spec: { taints } }, { spec: { taints: printed.taints.length > 0 ? printed.taints : null } }) : {};
      return asked({ ...withoutOutput(printed, sent), taints: taintTexts("stderr" in sent ? taints : printed.taints) }, expected, ["taints"]);
    },
    "kubectl.labelNode": ({ node, labels = {}, args }: { node: string; labels?: StringMap; args: string[] }, expected: unknown) => {
      const printed = verbs.labelNode(node, labels, args);
      const sent = printed.exit === 0 ? send(node, { metadata: { labels } }, { metadata: { labels: changed(labels, printed.labels) } }) : {};
      return asked({ ...withoutOutput(printed, sent), labels: "stderr" in sent ? labels : printed.labels }, expected, ["labels"]);
    },
    "kubectl.cordon": ({ node, unschedulable, command }: { node: string; unschedulable?: boolean; command: "cordon" | "uncordon" }, expected: unknown) =>
      asked({ ...verbs.cordonNode(node, unschedulable === true, command) }, expected, []),
    "kubectl.drainPlan": (given: DrainCase, expected: unknown) => drainPlan(verbs, given, expected),
  };
}

/** A plan as the case tells it: sets are sorted as those of the case are, where they are equal. */
function drainPlan(verbs: KubectlVerbs, { pods = [], flags = [] }: DrainCase, expected: unknown): unknown {
  const options = verbs.parseDrainFlags(flags);
  if ("error" in options) return { error: `error: ${options.error}` };
  const plan = verbs.planDrain(pods.map(drainPod), options);
  const wanted = (isMembers(expected) ? expected : {}) as { readonly errors?: readonly string[]; readonly warnings?: string; readonly evicted?: readonly string[] };
  return {
    errors: inOrderOf(wanted.errors ?? [], plan.errors),
    ...(wanted.warnings === undefined ? {} : { warnings: inOrderOf(wanted.warnings.split("; "), plan.warnings).join("; ") }),
    evicted: inOrderOf(wanted.evicted ?? [], plan.evicted.map((p) => `${p.namespace}/${p.name}`)),
    nodeCordoned: true,
  };
}

function drainPod({ name, namespace = "default", phase, controller, emptyDir, mirror }: CasePod): DrainPod {
  return {
    name,
    namespace,
    ...(phase ? { phase } : {}),
    ...(controller ? { controller: { kind: controller.kind, name: controller.name, exists: controller.exists ?? true } } : {}),
    hasEmptyDir: emptyDir === true,
    isMirror: mirror === true,
  };
}

/** The same set, in the order of the other where it has it. */
function inOrderOf(order: readonly string[], list: readonly string[]): readonly string[] {
  const rank = (text: string) => (order.includes(text) ? order.indexOf(text) : order.length);
  return [...list].sort((a, b) => rank(a) - rank(b));
}

/** What is printed, and the fields beside it that the case asks for. */
function asked(printed: Printed & Readonly<Record<string, unknown>>, expected: unknown, fields: readonly string[]): unknown {
  const { exit, stdout, stderr } = printed;
  const wanted = fields.filter((field) => isMembers(expected) && field in expected);
  return { exit, ...(stdout === undefined ? {} : { stdout }), ...(stderr === undefined ? {} : { stderr }), ...Object.fromEntries(wanted.map((field) => [field, printed[field]])) };
}

/** A command that the server refuses says so, and nothing else. */
function withoutOutput(printed: Printed, sent: Partial<Printed>): Printed & Readonly<Record<string, unknown>> {
  const { exit, stdout, stderr } = "stderr" in sent ? { stdout: undefined, ...sent } : printed;
  return { exit: exit ?? 1, ...(stdout === undefined ? {} : { stdout }), ...(stderr === undefined ? {} : { stderr }) };
}

function changed(before: StringMap, after: StringMap): Readonly<Record<string, string | null>> {
  const gone = Object.keys(before).filter((key) => !(key in after));
  return { ...after, ...Object.fromEntries(gone.map((key) => [key, null])) };
}

/** Sends the change. Empty: accepted; else what kubectl prints for the refusal, and nothing on stdout. */
function send(name: string, before: { readonly metadata?: { readonly labels?: StringMap }; readonly spec?: { readonly taints?: readonly Taint[] } }, change: unknown): Partial<Printed> {
  const cluster = apiServer();
  cluster.seed(NODES, wholeNode(before, name));
  const response = cluster.handle(patch(NODES, { name }, change, { patchType: "merge" }));
  return response.ok ? {} : { exit: 1, stderr: refusal(response.status) };
}

/** Source: kubectl pkg/cmd/util/helpers.go checkErr, statusCausesToString */
function refusal(status: Status): string {
  const causes = status.details?.causes ?? [];
  const texts = [...new Set(causes.map((c) => `${c.field}: ${c.message}`))];
  if (status.reason !== "Invalid" || texts.length === 0) return `Error from server (${status.reason ?? ""}): ${status.message ?? ""}`;
  const head = `The ${status.details?.kind ?? ""} "${status.details?.name ?? ""}" is invalid: `;
  return texts.length === 1 ? `${head}${texts[0]}` : [head, ...texts.map((text) => `* ${text}`)].join("\n");
}
