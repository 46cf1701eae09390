import { describe as group, expect, test } from "vitest";
import { parseTime } from "../../api/time.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { recordedCluster } from "../../engine/testing/recorded-cluster.ts";
import recordings from "../describe/testdata/recordings.json" with { type: "json" };
import { runLine } from "../testing/run-on-cluster.ts";
import { storedObjects } from "../testing/stored-objects.ts";

group("kubectl describe prints what was recorded", () => {
  test.each(recordings.cases)("of $line", ({ line, secondsLater, stdout, stderr, status }) => {
    const nowMs = parseTime(recordings.now)! + secondsLater * 1000;
    const cluster = storedObjects(recordings.objects as unknown as readonly KubeObject[], nowMs);
    expect(runLine(cluster, line.split(" "))).toEqual({ stdout, stderr, status });
  });
});

group("kubectl describe", () => {
  const { cluster } = recordedCluster();
  const run = (line: string) => runLine(cluster, line.split(" "));

  test("tells the events of one object, of several only where it is asked to, and never of what a name begins with", () => {
    expect(run("describe ds log-agent").stdout).toMatch(/\nEvents:\n {2}Type {4}Reason {12}Age/);
    expect(run("describe ds").stdout).toContain("\nEvents:");
    expect(run("describe nodes").stdout).not.toContain("\nEvents:");
    expect(run("describe nodes --show-events").stdout.match(/\nEvents:/g)).toHaveLength(3);
    expect(run("describe ds log").stdout).not.toContain("\nEvents:");
    expect(run("describe ds log-agent nope")).toMatchObject({ stderr: 'Error from server (NotFound): daemonsets.apps "nope" not found\n', status: 1 });
    expect(run("describe ds log-agent nope").stdout).not.toContain("\nEvents:");
  });

  test("leaves two blank lines between objects, and one after each that a name begins with", () => {
    expect(run("describe nodes").stdout.match(/\n\n\nName: /g)).toHaveLength(2);
    expect(run("describe node node").stdout.match(/\n\nName: /g)).toHaveLength(2);
    expect(run("describe node node").stdout).toMatch(/%\)\n\n$/);
  });
});
