import { isQuantity, parseQuantity } from "../../api/quantity.ts";
import { DEPLOYMENTS, NAMESPACES, PODDISRUPTIONBUDGETS, PRIORITYCLASSES, RESOURCEQUOTAS, SERVICEACCOUNTS } from "../../api/resources.ts";
import { parseLabelSelector } from "../../api/selector.ts";
import type { IntOrString, LabelSelector } from "../../api/types/meta.ts";
import { fail } from "../kubectl/errors.ts";
import { requireFlags } from "../kubectl/arguments.ts";
import type { Arguments, Flag, Verb } from "../kubectl/verb.ts";
import { CREATE_FLAGS, createOne, type Creator, type Draft } from "./create.ts";

/** `kubectl create KIND NAME`, for kinds that are made out of flags alone. Source: kubectl pkg/cmd/create (1.36) */
export const CREATE_KINDS: readonly Verb[] = [
  creating("create namespace", ["create ns"], [], { resource: NAMESPACES, draft: (name) => ({ metadata: { name }, spec: {}, status: {} }) }),
  creating("create serviceaccount", ["create sa"], [], { resource: SERVICEACCOUNTS, failed: "failed to create serviceaccount:", draft: (name) => ({ metadata: { name } }) }),
  creating("create deployment", ["create deploy"], [strings("image"), { name: "replicas", short: "r", type: "int" }, { name: "port", type: "int" }], {
    resource: DEPLOYMENTS, failed: "failed to create deployment:", draft: deployment,
  }, ["image"]),
  creating("create quota", ["create resourcequota"], [string("hard"), string("scopes")], { resource: RESOURCEQUOTAS, failed: "failed to create quota:", draft: quota }),
  creating("create priorityclass", ["create pc"], [{ name: "value", type: "int" }, { name: "global-default", type: "bool" }, string("description"), string("preemption-policy")], {
    resource: PRIORITYCLASSES, failed: "failed to create priorityclass:", draft: priorityClass,
  }),
  creating("create poddisruptionbudget", ["create pdb"], [string("selector"), string("min-available"), string("max-unavailable")], {
    resource: PODDISRUPTIONBUDGETS, failed: "failed to create poddisruptionbudgets:", draft: budget,
  }),
];

/** A verb below `create`. */
export function creating(name: string, aliases: readonly string[], flags: readonly Flag[], creator: Creator, required: readonly string[] = []): Verb {
  return {
    name, aliases,
    flags: [...CREATE_FLAGS, ...flags],
    *run(args, context) {
      requireFlags(args, required);
      return yield* createOne(creator, name, args, context);
    },
  };
}

export function string(name: string): Flag {
  return { name, type: "string" };
}

export function strings(name: string): Flag {
  return { name, type: "strings" };
}

function deployment(name: string, args: Arguments): Draft {
  const images = args.texts("image");
  const command = args.rest ?? [];
  if (images.length > 1 && command.length > 0) fail("cannot specify multiple --image options and command");
  const port = args.number("port");
  const containers = images.map((image, i) => ({
    name: containerName(image), image,
    ...(command.length > 0 ? { command } : {}),
    ...(i === 0 && port !== undefined && port >= 0 ? { ports: [{ containerPort: port }] } : {}),
    resources: {},
  }));
  const labels = { app: name };
  return {
    metadata: { name, labels },
    spec: { replicas: args.number("replicas") ?? 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } }, strategy: {} },
    status: {},
  };
}

/** The last part of an image, without tag, digest and what a name may not hold. */
function containerName(image: string): string {
  const last = image.slice(image.lastIndexOf("/") + 1);
  return last.replace(/[@:].*$/s, "").replaceAll("_", "-").toLowerCase();
}

function quota(name: string, args: Arguments): Draft {
  const hard = listed(args.text("hard")).map((part): readonly [string, string] => {
    const [resource, amount, ...more] = part.split("=");
    if (!resource || amount === undefined || more.length > 0) fail(`Invalid argument syntax ${part}, expected <resource>=<value>`);
    const quantity = parseQuantity(amount);
    return [resource, isQuantity(quantity) ? quantity.text : fail(quantity.error)];
  });
  const scopes = listed(args.text("scopes"));
  return { metadata: { name }, spec: { ...(hard.length > 0 ? { hard: Object.fromEntries(hard) } : {}), ...(scopes.length > 0 ? { scopes } : {}) }, status: {} };
}

function listed(text = ""): readonly string[] {
  return text.split(",").filter(Boolean);
}

function priorityClass(name: string, args: Arguments): Draft {
  const description = args.text("description");
  return {
    metadata: { name },
    value: args.number("value") ?? 0,
    ...(args.is("global-default") ? { globalDefault: true } : {}),
    ...(description ? { description } : {}),
    preemptionPolicy: args.text("preemption-policy") ?? "PreemptLowerPriority",
  };
}

function budget(name: string, args: Arguments): Draft {
  const [selector, least, most] = [args.text("selector"), args.text("min-available"), args.text("max-unavailable")];
  if (!selector) fail("a selector must be specified");
  if (!least && !most) fail("one of min-available or max-unavailable must be specified");
  if (least && most) fail("min-available and max-unavailable cannot be both specified");
  const limit = least ? { minAvailable: intOrPercent("min-available", least) } : { maxUnavailable: intOrPercent("max-unavailable", most!) };
  return {
    metadata: { name },
    spec: { ...limit, selector: labelSelector(selector) },
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  };
}

function intOrPercent(flag: string, text: string): IntOrString {
  if (/^\d+$/.test(text)) return Number(text);
  return /^\d+%$/.test(text) ? text : fail(`invalid format specified for ${flag}`);
}

/** Source: apimachinery metav1.ParseToLabelSelector. Departure: equality beside other operators is an expression too. */
function labelSelector(text: string): LabelSelector {
  const parsed = parseLabelSelector(text);
  if ("error" in parsed) return fail(`couldn't parse the selector string "${text}": ${parsed.error}`);
  const { matchExpressions } = parsed.selector;
  const areEqualities = text.split(",").every((part) => /^[^=!<>()]+==?[^=!<>()]*$/.test(part));
  if (areEqualities) return { matchLabels: Object.fromEntries(matchExpressions.map(({ key, values }) => [key, values?.[0] ?? ""])) };
  return { matchExpressions: matchExpressions as LabelSelector["matchExpressions"] & object };
}
