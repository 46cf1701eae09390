import { describe, expect, test } from "vitest";
import { Files, HOME } from "../files.ts";
import { hintFor } from "../hints.ts";
import { runScript } from "../shell/run.ts";
import { newShell } from "../shell/shell.ts";
import { runProcess, type ClusterToRunOn } from "../testing/run-on-cluster.ts";
import { PROGRAMS } from "./list.ts";

/** Nobody asks it for anything. */
const NO_CLUSTER: ClusterToRunOn = { nowMs: 0, handle: () => { throw new Error("asked"); }, advance: () => undefined, nextAtMs: () => undefined, onChange: () => () => undefined };
const PODS = "NAME      READY   STATUS    RESTARTS\nagent-1   1/1     Running   0\nagent-2   0/1     Error     12\nweb-1     1/1     Running   3\n";

function run(script: string): string {
  const files = new Files([[`${HOME}/pods`, PODS], [`${HOME}/x.yaml`, "image: a:1\ntag: a/b\nimage: a:2\n"]]);
  const { stdout, stderr } = runProcess(NO_CLUSTER, runScript(newShell(files, PROGRAMS), script));
  return stdout + stderr;
}

// Outputs are those of GNU sed 4.9 and mawk 1.3.4.
describe("what people pipe kubectl into", () => {
  test.each([
    ["sed 's/a:1/b:2/' x.yaml", "image: b:2\ntag: a/b\nimage: a:2\n"],
    ["sed -E 's/(image): a:[0-9]+/<&>/g' x.yaml", "<image: a:1>\ntag: a/b\n<image: a:2>\n"],
    ["sed 's|a/b|c/d|; 1d' x.yaml", "tag: c/d\nimage: a:2\n"],
    ["sed -n '/tag/,$p' x.yaml", "tag: a/b\nimage: a:2\n"],
    ["sed -n 2p x.yaml", "tag: a/b\n"],
    ["sed '/image/!d' x.yaml", "image: a:1\nimage: a:2\n"],
    ["sed 1q x.yaml", "image: a:1\n"],
    ["sed 's/a/A/g' x.yaml | tail -1", "imAge: A:2\n"],
    ["sed -i 's/a:./c/' x.yaml; cat x.yaml", "image: c\ntag: a/b\nimage: c\n"],
    ["sed 's/x*/-/g' x.yaml | head -1", "-i-m-a-g-e-:- -a-:-1-\n"],
    ["sed 's/a/b' x.yaml", "sed: unterminated `s' command\n"],
  ])("%s", (line, expected) => expect(run(line)).toBe(expected));

  test.each([
    ["awk '{print $1}' pods", "NAME\nagent-1\nagent-2\nweb-1\n"],
    ["awk 'NR>1 {print $1, $4}' pods", "agent-1 0\nagent-2 12\nweb-1 3\n"],
    ["awk '$3==\"Running\"{print $1\":\"$NF}' pods", "agent-1:0\nweb-1:3\n"],
    ["awk '$4 > 2 && !/NAME/' pods", "agent-2   0/1     Error     12\nweb-1     1/1     Running   3\n"],
    ["awk '/^agent/ {n++; s += $4} END {print n, s/n}' pods", "2 6\n"],
    ["awk -F/ '$1 ~ /tag/ {print $2}' x.yaml", "b\n"],
    ["awk -F': ' '{print $2}' x.yaml", "a:1\na/b\na:2\n"],
    ["awk 'BEGIN {OFS=\"-\"} NR==2 {$1=\"x\"; print}' pods", "x-1/1-Running-0\n"],
    ["awk 'NR>1 {printf \"%-8s|%d\\n\", $1, $4}' pods", "agent-1 |0\nagent-2 |12\nweb-1   |3\n"],
    ["awk '{c[$3]++} END {print c[\"Running\"]}' pods", "2\n"],
    ["awk -v x=Error '$3==x {print NR}' pods", "3\n"],
    ["awk '{if (1) print}' pods", "awk: if is not part of this page\n"],
  ])("%s", (line, expected) => expect(run(line)).toBe(expected));

  test("an alias stands for the words it was given, also for its own name", () => {
    expect(run("alias l='ls -1' cat='cat -n'; alias l; l; cat x.yaml | head -1; unalias cat; cat x.yaml | head -1; alias nope")).toBe(
      "l='ls -1'\npods\nx.yaml\n     1\timage: a:1\nimage: a:1\nsh: alias: nope: not found\n");
  });

  test("for jq the page offers kubectl's own way, where there is one", () => {
    expect(hintFor("kubectl get nodes -o json | jq -r '.items[].metadata.name'", "sh: jq: not found\n")?.line).toBe(`kubectl get nodes -o jsonpath='{range .items[*]}{.metadata.name}{"\\n"}{end}'`);
    expect(hintFor("kubectl get ds x -ojson | jq .status.numberReady", "sh: jq: not found\n")?.line).toBe("kubectl get ds x -o jsonpath='{.status.numberReady}'");
    expect(hintFor("kubectl get ds x -o json | jq '.items | length'", "sh: jq: not found\n")).toEqual({ text: expect.stringContaining("no jq") as string });
  });
});
