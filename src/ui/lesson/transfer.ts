import { toYaml } from "../../api/to-yaml.ts";
import { generateCluster } from "../../lessons/generate.ts";
import type { LessonBundle } from "../../lessons/lesson.ts";
import { GENERATORS, type GeneratorName } from "../../lessons/schema.ts";
import type { Section } from "../../lessons/sections.ts";
import { LEARN } from "../messages/learn.ts";

const FILE = "agent.yaml";
const TEACHES: Readonly<Record<GeneratorName, Section>> = { "taint-mix": "tolerations", "selector-mix": "node-selector", "full-node": "resources", mixed: "troubleshooting" };

/** A generated cluster as a lesson of one prediction; null if there is no such generator. The same seed, the same cluster. */
export function transferBundle(name: string, seed: number): LessonBundle | null {
  const generator = GENERATORS.find((g) => g === name);
  if (!generator) return null;
  const { scenario, daemonSet } = generateCluster(generator, seed);
  const manifest = toYaml(daemonSet).trimEnd();
  return {
    lesson: {
      id: `transfer/${generator}`, kind: "repair", minutes: 1, misconceptions: [], section: TEACHES[generator], prerequisites: [], refs: [],
      steps: [{
        id: "predict", focus: [`ds/${daemonSet.metadata.name}`], do: [`kubectl apply -f ${FILE}`], settle: true, claims: [], wrong: [], solution: [], refused: [],
        predict: { mark: "nodes", of: "runs the agent", answer: `podsOf("${daemonSet.metadata.name}", node.metadata.name).exists(p, has(p.spec.nodeName))` },
      }],
      transfer: { generate: generator, seed: seed + 1 },
    },
    words: { title: LEARN.transferTitle, goals: [], steps: [{ id: "predict", title: LEARN.transferTitle, text: LEARN.transferText, question: LEARN.transferQuestion(manifest), hints: [], wrong: {} }] },
    scenario, files: { [FILE]: manifest },
  };
}
