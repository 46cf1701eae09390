import { beforeEach, describe, expect, test } from "vitest";
import type { ExecRequest, ExecResult, KubeRequest } from "../../api/request.ts";
import type { Hint } from "../../terminal/hints.ts";
import { Files, HOME } from "../../terminal/files.ts";
import type { Changes } from "../../terminal/process.ts";
import { Console } from "./console.ts";

const ITEMS = ["node-logger-a", "node-logger-b"].map((name) => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default", uid: name, resourceVersion: "1", creationTimestamp: "" } }));

const RUNNING = { ...ITEMS[0]!, spec: { containers: [{ name: "main" }] }, status: { phase: "Running", containerStatuses: [{ name: "main", restartCount: 0, state: { running: {} } }] } };

/** A shell in a container that says `hi` to everything; where it is told to sleep, that takes 100 s. */
function execResult({ body }: KubeRequest): ExecResult {
  const script = (body as ExecRequest).command[2] ?? "";
  const stdout = script.includes("os-release") ? "0\u0001/root\u0001/\u0001" : script === "" ? "" : `\u00010\u0001hi\n\u00010\u0001/tmp\u0001${script.includes("sleep") ? 100 : 0}`;
  return { stdout, stderr: "", exitCode: 0 };
}

/** A console over a cluster that knows two pods and where nothing ever changes. */
function open() {
  let screen = "";
  const asked: KubeRequest[] = [];
  const hints: (Hint | undefined)[] = [];
  let left = 0;
  let history: readonly string[] = [];
  const files = new Files([[`${HOME}/ds.yaml`, "kind: DaemonSet\n"]]);
  const console = new Console({
    files, history: [],
    screen: (text) => { screen += text; },
    columns: () => 80,
    cluster: () => ({
      nowMs: () => 5000,
      send: (request) => {
        asked.push(request);
        if (request.subresource === "exec") return Promise.resolve({ ok: true, code: 201, body: execResult(request) });
        if (request.verb === "get") return Promise.resolve({ ok: true, code: 200, body: RUNNING });
        return Promise.resolve({ ok: true, code: 200, body: { apiVersion: "v1", kind: "List", metadata: { resourceVersion: "1" }, items: request.resource === "pods" ? ITEMS : [] } });
      },
      changes: () => new Promise<Changes>(() => undefined),
      sleep: (ms, early) => (ms > 10_000 ? new Promise((resolve) => { early?.addEventListener("abort", () => resolve()); }) : Promise.resolve()),
    }),
    nodes: () => [],
    edit: (_, text) => Promise.resolve(`${text}# edited\n`),
    onDone: (lines) => { history = [...lines]; },
    onHint: (hint) => hints.push(hint),
    onLeave: () => { left++; },
  });
  console.begin();
  /** Turns, not time: a busy machine is slow but keeps their order. */
  const settle = async () => {
    for (let turn = 0; turn < 25; turn++) await new Promise((resolve) => { setTimeout(resolve, 0); });
  };
  return {
    console, files, hints, asked,
    history: () => history,
    left: () => left,
    /** What is printed for the keys, without how it is drawn. */
    async type(data: string): Promise<string> {
      screen = "";
      console.type(data);
      await settle();
      return shownBy(screen);
    },
    tell(line: string): string {
      screen = "";
      console.tell(line);
      return shownBy(screen);
    },
  };
}

/** What a terminal shows that is written this, without blanks at the ends of rows. */
function shownBy(text: string): string {
  const rows: string[] = [""];
  let [row, column] = [0, 0];
  for (const [piece, count, letter] of text.matchAll(new RegExp(`${"\u001b"}\\[([0-9;]*)([A-Za-z])|[^]`, "gu"))) {
    if (letter === "A") row -= Number(count);
    else if (letter === "C") column += Number(count);
    else if (letter === "J") rows.splice(row, Infinity, rows[row]!.slice(0, column));
    else if (piece === "\n") [row, column] = [row + 1, 0];
    else if (piece === "\r") column = 0;
    else if (letter === undefined) rows[row] = rows[row]!.padEnd(column).slice(0, column) + piece + rows[row]!.slice(++column);
    rows[row] ??= "";
  }
  return rows.map((text) => text.trimEnd()).join("\n");
}

let page = open();
beforeEach(() => { page = open(); });

describe("a console", () => {
  test("runs a line and shows the next prompt", async () => {
    expect(await page.type("echo hi; cd /; pwd\r")).toMatch(/hi\n\/\n\/ \$$/);
    expect(page.history()).toEqual(["echo hi; cd /; pwd"]);
  });

  test("takes a paste of many lines, also a here-document", async () => {
    expect(await page.type("cat <<EOF | wc -l\ra\rb\rEOF\recho after\r")).toMatch(/2\n.*after\n/s);
    expect(page.history()).toEqual(["cat <<EOF | wc -l\na\nb\nEOF", "echo after"]);
  });

  test("stops a command with Ctrl-C and forgets what was typed ahead", async () => {
    await page.type("sleep 100\r");
    await page.type("echo later\r");
    expect(await page.type("\u0003")).toMatch(/\^C\n.*\$$/s);
    expect(await page.type("echo $?\r")).toMatch(/130\n/);
  });

  test("gives a command that reads what is typed", async () => {
    await page.type("wc -l\r");
    await page.type("one\rtwo\r");
    expect(await page.type("\u0004")).toMatch(/2\n/);
  });

  test("hands prompt, history and Ctrl-C to a shell in a container, until it is left", async () => {
    expect(await page.type("kubectl exec -it node-logger-a -- sh\r")).toMatch(/\n\/ #$/);
    expect(await page.type("greet\r")).toMatch(/greet\nhi\n\/tmp #$/);
    expect(await page.type("half\u0003")).toMatch(/half\^C\n\/tmp #$/);
    expect(await page.type("sleep 100\r")).not.toMatch(/hi/);
    expect(await page.type("\u0003")).toMatch(/\^C\n\/tmp #$/);
    expect(await page.type("\u001b[A\u001b[A")).toMatch(/\/tmp # greet$/);
    expect(page.tell("kubectl cordon node-2")).toMatch(/# from the page\n\/tmp # greet$/);
    expect(await page.type("\u0003\u0004")).toMatch(/command terminated with exit code 130\n~ \$$/);
    expect(page.history()).toEqual(["kubectl exec -it node-logger-a -- sh", "kubectl cordon node-2"]);
  });

  test("opens the editor and keeps what it saves", async () => {
    await page.type("vi ds.yaml\r");
    expect(page.files.read(`${HOME}/ds.yaml`)).toBe("kind: DaemonSet\n# edited\n");
  });

  test("completes a word, then lists what it could be", async () => {
    expect(await page.type("cat d\t")).toMatch(/cat ds\.yaml$/);
    await page.type("\u0003");
    await page.type("tai\t");
    expect(await page.type("\u0003t\t")).toMatch(/tac +tail +tee +test +touch/);
  });

  test("Escape leaves it", async () => {
    await page.type("\u001b");
    expect(page.left()).toBe(1);
  });

  test("shows what the page did above the line that is being typed, and keeps it in the history", async () => {
    await page.type("half a");
    expect(page.tell("kubectl cordon node-2")).toMatch(/^\$ kubectl cordon node-2 {3}# from the page\n.*half a$/s);
    expect(await page.type("\u0003\u001b[A")).toMatch(/kubectl cordon node-2$/);
  });

  test("has a hint where one is known, until the next command", async () => {
    await page.type("kubectl create daemonset x --image=y 2>/dev/null\r");
    expect(page.hints.at(-1)).toBeUndefined();
    await page.type("echo 'error: unknown flag: --image' >&2\r");
    expect(page.hints.at(-1)).toBeUndefined();
  });

  test("a mistake in it is told and does not end it", async () => {
    expect(await page.type("echo 'open")).toMatch(/'open$/);
    await page.type("\r");
    expect(await page.type("x'\r")).toMatch(/open\nx\n/);
  });
});
