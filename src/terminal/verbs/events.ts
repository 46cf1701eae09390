import { list, type KubeList, type KubeRequest } from "../../api/request.ts";
import { apiVersionOf, EVENTS, RESOURCES } from "../../api/resources.ts";
import { parseTime } from "../../api/time.ts";
import type { KubeEvent } from "../../api/types/event.ts";
import { toYaml } from "../../api/to-yaml.ts";
import { agesText, seriesOf } from "../describe/events.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { customResources, findResource, namespaceOf } from "../kubectl/resources.ts";
import { KubectlError, type Arguments, type KubectlContext, type Verb } from "../kubectl/verb.ts";
import { changes, complain, now, print, type Process, type Steps } from "../process.ts";
import { goSort } from "../print/go-sort.ts";
import { listOf, objectPrinter } from "../print/object-printer.ts";
import { alignedLines } from "../print/table.ts";

/** `kubectl events`. Source: kubectl pkg/cmd/events/events.go (1.36) */
export const events: Verb = {
  name: "events",
  interruptedStatus: 1,
  flags: [
    COMMON_FLAGS.allNamespaces, COMMON_FLAGS.output,
    { name: "for", type: "string" },
    { name: "types", type: "strings" },
    { name: "watch", short: "w", type: "bool" },
    { name: "no-headers", type: "bool" },
    { name: "chunk-size", type: "int" },
    { name: "show-managed-fields", type: "bool" },
    { name: "template", type: "string" },
    { name: "allow-missing-template-keys", type: "bool" },
  ],
  run,
};

function* run(args: Arguments, context: KubectlContext): Process {
  checkTypes(args.texts("types"));
  const namespace = namespaceOf(args, context);
  const about = args.text("for");
  const request = list(EVENTS, namespace, about ? { fieldSelector: yield* involvedObject(about) } : {});
  const print = new EventPrinter(args, namespace === undefined);
  if (args.is("watch")) return yield* watch(request, args, print);
  const { items } = yield* ask<KubeList<KubeEvent>>(request);
  const wanted = goSort(items.filter((event) => isWanted(event, args)), (a, b) => timeOf(a) < timeOf(b));
  if (wanted.length === 0) yield* complain(namespace === undefined ? "No events found.\n" : `No events found in ${namespace} namespace.\n`);
  else yield* print.all(wanted);
  return 0;
}

/** When it was last seen. Source: events.go eventTime */
function timeOf(event: KubeEvent): number {
  return parseTime(seriesOf(event)?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime) ?? -Infinity;
}

/** Those there are, and then what comes; events that expire are passed over. */
function* watch(request: KubeRequest, args: Arguments, print: EventPrinter): Process {
  const first = yield* ask<KubeList<KubeEvent>>(request);
  for (const event of first.items.filter((e) => isWanted(e, args))) yield* print.all([event]);
  for (let since = first.metadata.resourceVersion; ;) {
    const news = yield* changes(request, since);
    if (news.isTimeout) return 0;
    const seen = news.events.filter(({ type }) => type !== "DELETED").map(({ object }) => object as KubeEvent);
    for (const event of seen.filter((e) => isWanted(e, args))) yield* print.all([event]);
    since = news.isExpired ? (yield* ask<KubeList>(request)).metadata.resourceVersion : news.resourceVersion;
  }
}

/** Prints events as rows under one header, or as `-o` says. */
class EventPrinter {
  readonly #output: string;
  readonly #withNamespace: boolean;
  readonly #widths: number[] = [];
  #needsHeader: boolean;

  constructor(args: Arguments, withNamespace: boolean) {
    this.#output = args.text("output") ?? "";
    // What cannot be printed is said before anything is asked.
    if (!["", "name", "json", "yaml"].includes(this.#output)) objectPrinter(this.#output);
    this.#withNamespace = withNamespace;
    this.#needsHeader = !args.is("no-headers");
  }

  *all(shown: readonly KubeEvent[]): Steps<void> {
    if (this.#output === "name") return; // kubectl cannot name the items of a typed list, and says nothing
    const eventList = { kind: "EventList", apiVersion: "v1", metadata: {}, items: shown.map(inGoOrder) };
    if (this.#output === "json") return yield* print(`${JSON.stringify(eventList, null, 4)}\n`);
    if (this.#output === "yaml") return yield* print(toYaml(eventList));
    if (this.#output) return yield* print(objectPrinter(this.#output)(listOf(shown)));
    const nowMs = yield* now();
    const header = this.#needsHeader ? [[...(this.#withNamespace ? ["NAMESPACE"] : []), "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]] : [];
    this.#needsHeader = false;
    yield* print(alignedLines([...header, ...shown.map((event) => this.#row(event, nowMs))], this.#widths));
  }

  #row(event: KubeEvent, nowMs: number): readonly string[] {
    const { involvedObject: { kind, name }, metadata, type, reason, message } = event;
    return [...(this.#withNamespace ? [metadata.namespace ?? ""] : []), agesText(event, nowMs), type, reason, `${kind}/${name}`, message.trim()];
  }
}

const EVENT_FIELDS = ["kind", "apiVersion", "metadata", "involvedObject", "reason", "message", "source", "firstTimestamp", "lastTimestamp", "count", "type", "eventTime", "series", "action", "related", "reportingComponent", "reportingInstance"] as const;
const REFERENCE_FIELDS = ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"] as const;

/** Fields as the API's own types list them, which kubectl's JSON keeps here; without managedFields. */
function inGoOrder(event: KubeEvent): object {
  const { managedFields: _, ...metadata } = event.metadata;
  return { ...ordered(event, EVENT_FIELDS), metadata, involvedObject: ordered(event.involvedObject, REFERENCE_FIELDS) };
}

function ordered(object: object, fields: readonly string[]): object {
  const members = object as Readonly<Record<string, unknown>>;
  return Object.fromEntries(fields.filter((field) => members[field] !== undefined).map((field) => [field, members[field]]));
}

function checkTypes(types: readonly string[]): void {
  for (const type of types) if (!["normal", "warning"].includes(type.toLowerCase())) fail("valid --types are Normal or Warning");
}

function isWanted({ type }: KubeEvent, args: Arguments): boolean {
  const types = args.texts("types").map((t) => t.toLowerCase());
  return types.length === 0 || types.includes(type.toLowerCase());
}

function* involvedObject(text: string): Steps<string> {
  const [type = "", name = "", ...more] = text.split("/");
  if (!text.includes("/")) fail("--for must be in resource/name form");
  if (more.length > 0) fail("arguments in resource/name form may not have more than one slash");
  const resource = findResource(type, RESOURCES) ?? findResource(type, yield* customResources());
  if (!resource) throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(type)}`);
  return `involvedObject.kind=${resource.kind},involvedObject.apiVersion=${apiVersionOf(resource)},involvedObject.name=${name}`;
}
