import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { playBinder, playKubelet } from "./support/fake-kubelet.ts";
import { openShell, type Ran, type Shell } from "./support/kubectl.ts";
import { lastLine, madeUpNames, normalise, onlyStructure, sortLines, unorderedDrain, withoutEvents } from "./support/normalise.ts";
import { readRecording } from "./support/recording.ts";
import { addNodes, loadSeed } from "./support/seed.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

/** A cluster of recorded objects, in which only deletions come to an end. */
const RECORDED = ["--empty", "--no-kubelet", "--controllers", "garbage-collector-controller,namespace-controller"];
/** A cluster of three nodes on which everything runs. */
const ALIVE = ["--empty"];

/** What the output of a command is compared by, where not all of it is the same each time. */
const RULES: readonly { readonly command: RegExp; readonly compare: (text: string) => string }[] = [
  { command: /^kubectl drain/, compare: unorderedDrain },
  // Our descriptions are shorter.
  { command: /^kubectl explain/, compare: onlyStructure },
];
const RULES_ALIVE: typeof RULES = [
  // How many steps are seen depends on how long pods take.
  { command: /^kubectl rollout status/, compare: lastLine },
  { command: /^kubectl describe/, compare: withoutEvents },
  // Their names hold a hash, by which they are sorted.
  { command: /^kubectl get rs/, compare: sortLines },
];

describe.each([
  "get", "output", "describe", "misc", "delete", "patch", "taint", "drain", "scale-set", "rollout", "wait", "logs", "apply", "client", "explain",
])("on the recorded cluster kubectl prints what it printed there: %s", (story) => {
  replay(story, RECORDED, RULES, async (url) => {
    await loadSeed(url);
    return playKubelet(url);
  });
});

describe.each(["nodes", "more", "workloads"])("on a living cluster kubectl prints what it printed on a real one: %s", (story) => {
  replay(story, ALIVE, [...RULES, ...RULES_ALIVE], async (url) => {
    const nodes = ["n1", "n2", "n3"];
    await addNodes(url, nodes);
    return playBinder(url, nodes);
  });
});

function replay(story: string, flags: readonly string[], rules: typeof RULES, prepare: (url: string) => Promise<() => void>): void {
  let server: TestServer;
  let shell: Shell;
  let end = () => {};

  beforeAll(async () => {
    server = await startTestServer(...flags);
    shell = openShell(server.kubeconfig);
    end = await prepare(server.url);
  });
  afterAll(async () => {
    end();
    shell?.remove();
    await server?.stop();
  });

  test.each(readRecording(story))("$command", async ({ command, ...recorded }) => {
    const compare = rules.filter((rule) => rule.command.test(command)).map((rule) => rule.compare);
    const told = ({ stdout, stderr, exitCode }: Ran) =>
      [normalise(stdout), "[stderr]", normalise(stderr), `[exit ${exitCode}]`].map((text) => compare.reduce((t, rule) => rule(t), madeUpNames(text))).join("\n");
    expect(told(await shell.run(command))).toBe(told(recorded));
  });
}
