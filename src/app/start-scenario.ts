import type { KubeRequest } from "../api/request.ts";
import { ENGINE_VERSION } from "../api/timeline.ts";
import type { Node } from "../api/types/node.ts";
import first from "../lessons/content/first-steps/01-a-daemonset-on-every-node/scenario.yaml?scenario";
import type { Scenario as Content } from "../lessons/scenario.ts";
import type { Scenario } from "../ui/session.ts";

/** The key of the resource table, without the table: nothing else of it is needed for the first picture. */
const NODES = "nodes";
const MOST_NODES = 5_000;

/** The other scenes, by what the address calls them; loaded when one is asked for. */
const SCENES: Readonly<Record<string, () => Promise<{ readonly default: Content }>>> = {
  "three-controllers": () => import("../lessons/content/scenes/three-controllers/scenario.yaml?scenario"),
};

/**
 * The cluster that the page starts with: the first lesson's, or another scene. The address may change it: `?seed=7`
 * draws other chances, `?at=12.5s` opens at that moment instead of the first one at rest, `?nodes=30` makes it bigger.
 * Values that are none are left out, so that a mistyped address still shows a cluster.
 */
export function startScenario(query: URLSearchParams, start: Content = first): Scenario {
  const nodes = wholeNumber(query.get("nodes"));
  const atSeconds = /^(\d{1,6}(?:\.\d{1,3})?)s?$/.exec(query.get("at") ?? "")?.[1];
  const setup = nodes === undefined ? start.setup : withNodes(start.setup, Math.min(nodes, MOST_NODES));
  return {
    scene: start.name,
    title: start.title,
    ...(start.note ? { note: start.note } : {}),
    log: { engineVersion: ENGINE_VERSION, seed: wholeNumber(query.get("seed")) ?? start.seed, setup, inputs: [] },
    at: atSeconds === undefined ? "settled" : Math.round(Number(atSeconds) * 1000),
  };
}

/** The same with the scene of `?scene=three-controllers`; the first one if the address asks for none, or for one that is not there. */
export async function askedScenario(query: URLSearchParams): Promise<Scenario> {
  const lesson = query.get("lesson");
  if (lesson !== null) return await (await import("./lesson-scenario.ts")).lessonScenario(query, lesson);
  const trouble = query.get("trouble");
  if (trouble !== null) return (await import("./trouble-scenario.ts")).troubleScenario(trouble);
  const scene = query.get("scene") ?? "";
  const load = Object.hasOwn(SCENES, scene) ? SCENES[scene] : undefined;
  return startScenario(query, load ? (await load()).default : first);
}

/** The first `count` nodes of the setup; if it has fewer, the last one over and over under new names. */
function withNodes(setup: readonly KubeRequest[], count: number): KubeRequest[] {
  const nodes = setup.filter((r) => r.resource === NODES);
  const others = setup.filter((r) => r.resource !== NODES);
  const last = nodes.at(-1)!;
  const more = Array.from({ length: Math.max(0, count - nodes.length) }, (_, i) => renamed(last, `node-${nodes.length + i + 1}`));
  return [...nodes.slice(0, count), ...more, ...others];
}

function renamed(request: KubeRequest, name: string): KubeRequest {
  const node = request.body as Node;
  return { ...request, body: { ...node, metadata: { ...node.metadata, name, labels: { ...node.metadata.labels, "kubernetes.io/hostname": name } } } };
}

/** undefined: the text is none. */
export function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
