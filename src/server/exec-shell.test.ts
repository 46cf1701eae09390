import { expect, test } from "vitest";
import type { ExecRequest, ExecResult } from "../api/request.ts";
import { PODS } from "../api/resources.ts";
import { threeKinds } from "../engine/testing/three-kinds.ts";
import { exitCodeOf } from "../http/exec-channels.ts";
import type { RunCommand } from "./exec-process.ts";
import { pipedShell, terminalShell } from "./exec-shell.ts";

const STDOUT = 1;
const STDERR = 2;

/** A shell in a container of a real pod, and what its client has heard. */
function open(shell: typeof pipedShell | typeof terminalShell, tty: boolean) {
  const { cluster } = threeKinds();
  const runCommand: RunCommand = (body) => {
    const response = cluster.handle({ verb: "create", resource: PODS.key, namespace: "default", name: "toolbox", subresource: "exec", body });
    return response.ok ? { ok: true, result: response.body as ExecResult } : response;
  };
  const heard = { out: "", err: "", exitCode: undefined as number | undefined };
  const exec: ExecRequest = { command: ["sh"], container: "sidecar", ...(tty ? { tty } : {}) };
  const process = shell(exec, runCommand, {
    send(message) {
      const text = new TextDecoder().decode(message.slice(1));
      if (message[0] === STDOUT) heard.out += text;
      else if (message[0] === STDERR) heard.err += text;
      else heard.exitCode = exitCodeOf(message);
    },
    close: () => undefined,
  });
  return { heard, type: (text: string) => process.onInput({ kind: "stdin", bytes: new TextEncoder().encode(text) }), end: () => process.onInput({ kind: "stdin-ended" }) };
}

test("a shell at a terminal remembers what was typed before, asks for the rest of a command, and ends with its status", () => {
  const { heard, type } = open(terminalShell, true);
  type("cd /tmp; X=5\r");
  type("for i in 1 2\r");
  type("do echo $i $X; done\r");
  type("false\rexit\r");
  expect(heard).toEqual({ out: "/ # cd /tmp; X=5\r\n/tmp # for i in 1 2\r\n> do echo $i $X; done\r\n1 5\r\n2 5\r\n/tmp # false\r\nexit\r\n/tmp # ", err: "", exitCode: 1 });
});

test("a shell at a pipe remembers as well, and says each error once", () => {
  const { heard, type, end } = open(pipedShell, false);
  type("cd /nope; X=7\necho $X; pwd\n");
  end();
  expect(heard).toEqual({ out: "7\n/\n", err: "sh: cd: can't cd to /nope: No such file or directory\n", exitCode: 0 });
});
