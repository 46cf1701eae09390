import { describe, expect, test } from "vitest";
import { get, remove } from "../../api/request.ts";
import { PODS } from "../../api/resources.ts";
import { threeKinds } from "../../engine/testing/three-kinds.ts";
import { runLine, type Ran } from "../testing/run-on-cluster.ts";
import { isInteractiveShell } from "./container-session.ts";

/** Runs a line at a terminal at which somebody types the other lines. */
function type(line: string, ...typed: readonly string[]): Ran {
  return runLine(threeKinds().cluster, line.split(" ").slice(1), { typed });
}

describe("a shell in a container", () => {
  test("answers line by line, and remembers what earlier lines did", () => {
    expect(type("kubectl exec -it toolbox -c sidecar -- sh", "X=1", "cd /tmp", "echo $X > a; cat a", "nope", "echo $?", "for i in 1 2; do", "echo $i", "done")).toEqual({
      stdout: "/ # X=1\n/ # cd /tmp\n/tmp # echo $X > a; cat a\n1\n/tmp # nope\nsh: nope: not found\n/tmp # echo $?\n127\n/tmp # for i in 1 2; do\n> echo $i\n> done\n1\n2\n/tmp # \n",
      stderr: "", status: 0,
    });
  });

  test("ends with the status that it is left with", () => {
    expect(type("kubectl exec -it toolbox -c sidecar -- sh", "false")).toMatchObject({ stderr: "command terminated with exit code 1\n", status: 1 });
    expect(type("kubectl exec -it toolbox -c sidecar -- sh", "exit 3", "echo never")).toEqual({ stdout: "/ # exit 3\n", stderr: "command terminated with exit code 3\n", status: 3 });
  });

  test("takes the time that its commands take, and survives what cannot be read or never ends", () => {
    const { cluster } = threeKinds();
    const beganMs = cluster.nowMs;
    const { stdout, status } = runLine(cluster, ["exec", "-it", "toolbox", "-c", "sidecar", "--", "sh"], { typed: ["sleep 7; echo done", "while true; do :; done", "echo $?", "fi", "true"] });
    expect((cluster.nowMs - beganMs) / 1000).toBe(7);
    expect(stdout).toMatch(/echo done\ndone\n.*\^C\n\/ # echo \$\?\n130\n\/ # fi\nsh: syntax error.*\n\/ # true\n/s);
    expect(status).toBe(0);
  });

  test("is killed with its container", () => {
    const { cluster } = threeKinds();
    const run = runLine({
      get nowMs() { return cluster.nowMs; },
      handle: (request) => {
        // Somebody else deletes the pod when the second line has been sent.
        if (JSON.stringify(request.body ?? "").includes("sleep 5")) cluster.handle(remove(PODS, { namespace: "default", name: "toolbox" }, { gracePeriodSeconds: 0 }));
        return cluster.handle(request);
      },
      advance: (toMs) => cluster.advance(toMs), nextAtMs: () => cluster.nextAtMs(), onChange: (listener) => cluster.onChange(listener),
    }, ["exec", "-it", "toolbox", "-c", "sidecar", "--", "sh"], { typed: ["echo hi", "sleep 5", "echo more"] });
    expect(run).toMatchObject({ stderr: "command terminated with exit code 137\n", status: 137 });
  });

  test("is there only for a shell without a script, and only at a terminal", () => {
    expect([["sh"], ["/bin/bash", "-l"], ["ash", "-i"]].every(isInteractiveShell)).toBe(true);
    expect([["sh", "-c", "ls"], ["sh", "-lc", "ls"], ["sh", "x.sh"], ["ls"], []].some(isInteractiveShell)).toBe(false);
    expect(runLine(threeKinds().cluster, ["exec", "-it", "toolbox", "-c", "sidecar", "--", "sh"])).toEqual({ stdout: "", stderr: "Unable to use a TTY - input is not a terminal or the right kind of file\n", status: 0 });
  });
});

describe("kubectl run -it and attach", () => {
  const GREETING = "All commands and output from this session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n";
  /** Recorded with kubectl v1.36. */
  const again = (name: string) => `Session ended, resume using 'kubectl attach ${name} -c ${name} -n default -i -t' command\n`;

  test("run --rm deletes the pod when its shell is left", () => {
    expect(type("kubectl run -it --rm x --image=busybox -- sh", "hostname", "exit")).toEqual({
      stdout: `/ # hostname\nx\n/ # exit\n${again("x")}pod "x" deleted from default namespace\n`, stderr: GREETING, status: 0,
    });
  });

  test("run --rm ends with the shell's status, and the pod is gone without its grace period: its container has ended", () => {
    const { cluster } = threeKinds();
    const beganMs = cluster.nowMs;
    expect(runLine(cluster, ["run", "-it", "--rm", "x", "--image=busybox", "--restart=Never", "--", "sh"], { typed: ["exit 4"] })).toEqual({
      stdout: `/ # exit 4\n${again("x")}pod "x" deleted from default namespace\n`, stderr: `${GREETING}pod default/x terminated (Error)\n`, status: 4,
    });
    cluster.advance(cluster.nowMs + 3_000);
    expect(cluster.handle(get(PODS, { namespace: "default", name: "x" }))).toMatchObject({ ok: false, status: { reason: "NotFound" } });
    expect(cluster.nowMs - beganMs).toBeLessThan(10_000);
  });

  test("attach comes back to it, and tells how", () => {
    const { cluster } = threeKinds();
    expect(runLine(cluster, ["run", "-it", "x", "--image=busybox"], { typed: ["exit"] })).toEqual({ stdout: `/ # exit\n${again("x")}`, stderr: GREETING, status: 0 });
    // Its shell was process 1, so the container is started again.
    cluster.advance(cluster.nowMs + 5_000);
    expect(runLine(cluster, ["attach", "-it", "x"], { typed: ["echo hi"] })).toEqual({ stdout: `/ # echo hi\nhi\n/ # \n${again("x")}`, stderr: GREETING, status: 0 });
  });

  test("attach says that a container without a terminal has none", () => {
    expect(runLine(threeKinds().cluster, ["attach", "-it", "toolbox", "-c", "sidecar"], { typed: [], interruptAfterMs: 12_000 })).toEqual({
      stdout: "hi\nhi\nhi\n", stderr: `error: Unable to use a TTY - container sidecar did not allocate one\n${GREETING}`, status: 1,
    });
  });
});
