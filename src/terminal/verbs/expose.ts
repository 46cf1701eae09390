import { DEPLOYMENTS, PODS, REPLICASETS, SERVICES } from "../../api/resources.ts";
import type { LabelSelector, StringMap } from "../../api/types/meta.ts";
import type { Service, ServicePort } from "../../api/types/service.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Flag, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS } from "../manifest-files.ts";
import { createMade, parsePairs } from "./made-object.ts";
import { eachObject, type Found } from "./objects.ts";
import { outcomeOf, OUTCOME_FLAGS, tell, type Outcome } from "./outcome.ts";
import { podSpecOf } from "./pod-specs.ts";
import { kindName } from "./rollout-objects.ts";

/** `kubectl expose TYPE NAME --port=`. Source: kubectl pkg/cmd/expose/expose.go (1.36) */
export const expose: Verb = {
  name: "expose",
  flags: [
    ...OUTCOME_FLAGS, ...FILE_FLAGS,
    ...["port", "target-port", "protocol", "type", "name", "selector", "external-ip", "load-balancer-ip", "cluster-ip", "session-affinity", "overrides"].map((name): Flag => ({ name, type: "string" })),
    { name: "labels", short: "l", type: "string" },
  ],
  places: ["type", "name"],
  run,
};

const MAX_NAME = 63;

function* run(args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  // The selector is that of the new Service, not one of objects.
  const naming: Arguments = { ...args, text: (flag) => (flag === "selector" ? undefined : args.text(flag)) };
  yield* eachObject({ words: args.words }, naming, context, (found) => exposeOne(found, args, context, outcome));
  return 0;
}

function* exposeOne(found: Found, args: Arguments, context: KubectlContext, outcome: Outcome): ReturnType<typeof tell> {
  const { metadata } = found.object;
  if (![PODS.key, SERVICES.key, DEPLOYMENTS.key, REPLICASETS.key, "replicationcontrollers"].includes(found.resource.key)) fail(`cannot expose a ${kindName(found.resource)}`);
  const written = args.text("selector");
  const selector = written ? parsePairs(written) : selectorOf(found);
  const ports = portsOf(found, args);
  const labels = args.text("labels") ? parsePairs(args.text("labels")!) : metadata.labels;
  const name = args.text("name") || metadata.name.slice(0, MAX_NAME);
  const made = yield* createMade({ resource: SERVICES, name, ...(labels ? { labels } : {}), spec: { ports, selector, ...choices(args) }, status: { loadBalancer: {} } }, args, context, outcome, "kubectl-expose");
  yield* tell(made, "exposed", outcome);
}

/** Source: kubectl pkg/polymorphichelpers/mapbasedselectorforobject.go */
function selectorOf({ resource, object }: Found): StringMap {
  const refuse = (why: string) => fail(`couldn't retrieve selectors via --selector flag or introspection: ${why}`);
  if (resource === PODS) return object.metadata.labels ?? refuse("the pod has no labels and cannot be exposed");
  const { selector } = (object as unknown as { readonly spec: { readonly selector?: LabelSelector | StringMap } }).spec;
  if (resource === SERVICES || resource.key === "replicationcontrollers") return (selector as StringMap | undefined) ?? refuse("the service has no pod selector set");
  const { matchLabels, matchExpressions = [] } = selector as LabelSelector;
  if (matchExpressions.length > 0) {
    refuse(`couldn't convert expressions - "[${matchExpressions.map((e) => `{Key:${e.key} Operator:${e.operator} Values:[${(e.values ?? []).join(" ")}]}`).join(" ")}]" to map-based selector format`);
  }
  return matchLabels ?? refuse("the deployment has no pod selector set");
}

/** Ports by `--port`, else those that the object has; several get names. Source: kubectl pkg/cmd/expose/expose.go createService */
function portsOf(found: Found, args: Arguments): readonly ServicePort[] {
  const own = ownPorts(found);
  const written = args.text("port");
  const numbers = written ? written.split(",").map(readPort) : own.map(({ port }) => port);
  if (numbers.length === 0 && args.text("cluster-ip") !== "None") fail("couldn't find port via --port flag or introspection");
  const target = args.text("target-port");
  return numbers.map((port, i) => ({
    ...(numbers.length > 1 ? { name: `port-${i + 1}` } : {}),
    port,
    protocol: args.text("protocol") || (own.find((one) => one.port === port)?.protocol ?? "TCP"),
    targetPort: target ? (/^\d+$/.test(target) ? Number(target) : target) : port,
  }));
}

function readPort(text: string): number {
  return /^[+-]?\d+$/.test(text) ? Number(text) : fail(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function ownPorts(found: Found): readonly { readonly port: number; readonly protocol?: string }[] {
  if (found.resource === SERVICES) return (found.object as Service).spec.ports ?? [];
  return (podSpecOf(found)?.containers ?? []).flatMap(({ ports = [] }) => ports.map(({ containerPort, protocol }) => ({ port: containerPort, ...(protocol ? { protocol } : {}) })));
}

function choices(args: Arguments): Partial<Service["spec"]> {
  const affinity = args.text("session-affinity");
  if (affinity && affinity !== "None" && affinity !== "ClientIP") fail(`unknown session affinity: ${affinity}`);
  const [type, address, external, balancer] = ["type", "cluster-ip", "external-ip", "load-balancer-ip"].map((flag) => args.text(flag));
  return {
    ...(type ? { type } : {}),
    ...(address ? { clusterIP: address } : {}),
    ...(external ? { externalIPs: [external] } : {}),
    ...(type === "LoadBalancer" && balancer ? { loadBalancerIP: balancer } : {}),
    ...(affinity ? { sessionAffinity: affinity } : {}),
  };
}
