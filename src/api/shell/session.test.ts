import { expect, test } from "vitest";
import { lineAnswer, lineCommand, NEW_SESSION, promptOf } from "./session.ts";

test("does again what may have changed something, and not what has only been looked at", () => {
  const looked = lineAnswer({ stdout: "\u00015\u0001a b\n\u00010\u0001/\u00018", stderr: "", exitCode: 0 }, "ls", NEW_SESSION);
  expect(looked).toMatchObject({ output: "a b\n", tookMs: 3000, session: { kept: [], status: 0, cwd: "/" } });
  const changed = lineAnswer({ stdout: "\u00015\u0001\u00010\u0001/tmp\u00015", stderr: "old\n\u0002new\n", exitCode: 0 }, "cd /tmp", looked.session);
  expect(changed).toMatchObject({ errors: "new\n", session: { kept: ["cd /tmp"], cwd: "/tmp" } });
  expect(lineCommand("sh", "pwd", changed.session)[2]).toMatch(/^cd \/tmp\n.*\npwd\n/s);
});

test("a shell that says nothing at the end has been left, or was cut off", () => {
  expect(lineAnswer({ stdout: "\u00015\u0001", stderr: "", exitCode: 3 }, "exit 3", NEW_SESSION)).toMatchObject({ exitCode: 3 });
  expect(lineAnswer({ stdout: "\u00015\u0001y\ny\n", stderr: "", exitCode: 137 }, "yes", NEW_SESSION)).toMatchObject({ isEndless: true, session: { status: 130 } });
});

test("the prompt is that of the image's shell", () => {
  const session = { ...NEW_SESSION, cwd: "/root/x" };
  expect(promptOf("0\u0001/root\u0001/\u0001ID=alpine\n", "sh", "web-1")(session)).toBe("~/x # ");
  expect(promptOf("0\u0001/root\u0001/\u0001ID=debian\n", "sh", "web-1")(session)).toBe("# ");
  expect(promptOf("1000\u0001/home\u0001/\u0001ID=debian\n", "bash", "web-1")(NEW_SESSION)).toBe("I have no name!@web-1:/$ ");
});
