import type { PlayedStep, RecordedStep } from "./program.ts";

/**
 * The fields in which a played step is not as recorded, a line each. What differed between real runs, and what is a
 * matter of luck by its nature (events after an action that came in one run and not in another), is not compared.
 */
export function differences(recorded: RecordedStep, played: PlayedStep): string[] {
  const ignored = new Set(recorded.unstable ?? []);
  if (ignored.has("*")) return [];
  const limited = recorded.eventsLimited ?? [];
  const want = fieldsOf(recorded, limited);
  const got = fieldsOf(played, limited);
  return [...new Set([...want.keys(), ...got.keys()])]
    .filter((field) => want.get(field) !== got.get(field) && !ignored.has(field) && !isRacy(recorded, field))
    .map((field) => `${field}: ${got.get(field) ?? "nothing"} instead of ${want.get(field) ?? "nothing"}`);
}

/** A step as a flat list. */
function fieldsOf({ result, state, events }: PlayedStep, limited: readonly string[]): Map<string, string> {
  const out = new Map<string, string>([["result", String(result)]]);
  const put = (field: string, value: unknown) => out.set(field, JSON.stringify(value));
  const each = (values: Readonly<Record<string, unknown>>, field: (name: string) => string) => {
    for (const [name, value] of Object.entries(values)) put(field(name), value);
  };
  put("nodes", Object.keys(state.nodes).sort().map((kind) => [kind, state.nodes[kind]]));
  put("unscheduled", state.unscheduled);
  put("lostPods", state.lostPods);
  each(state.daemonPods, (kind) => `daemonPods on ${kind}`);
  each(state.revisions, (name) => `revisions of ${name}`);
  each(state.templateGenerations, (name) => `templateGenerations of ${name}`);
  for (const [name, numbers] of Object.entries(state.daemonSets)) each(numbers, (field) => `daemonSets ${name}.${field}`);
  for (const event of events) if (!limited.includes(event.split(" | ").slice(0, 2).join(" "))) put(`event: ${event}`, "told");
  return out;
}

function isRacy({ racyEvents = [] }: RecordedStep, field: string): boolean {
  if (!field.startsWith("event: ")) return false;
  const [source, , , reason] = field.slice("event: ".length).split(" | ");
  return racyEvents.includes(`${source} | ${reason}`);
}
