import { describe, expect, test } from "vitest";
import { completeness } from "../../api/shell/session.ts";
import { Files, HOME } from "../files.ts";
import { print, type Effect, type Process } from "../process.ts";
import { PROGRAMS } from "../programs/list.ts";
import { plainWords, runScript } from "./run.ts";
import { newShell, type Program, type Shell } from "./shell.ts";

const MANIFEST = "kind: DaemonSet\nmetadata:\n  name: node-logger\n";

/** `count N`: writes N lines, and between them says that it still runs. */
function* count([n]: readonly string[]): Process {
  for (let i = 1; i <= Number(n); i++) {
    yield* print(`${i}\n`);
    yield { kind: "sleep", ms: 1 };
  }
  return 0;
}

/** Writes one line to each stream, and ends with 3. */
function* both(): Process {
  yield { kind: "write", to: "stderr", text: "err\n" };
  yield { kind: "write", to: "stdout", text: "out\n" };
  return 3;
}

function shellWith(more: Readonly<Record<string, Program>> = {}): Shell {
  return newShell(new Files([[`${HOME}/ds.yaml`, MANIFEST], [`${HOME}/notes/a.txt`, "b 2\na 10\nc 2\n"]]), { ...PROGRAMS, count, both, ...more }, ["ls", "kubectl get pods"]);
}

/** Runs a line in a world of 5 seconds past the epoch where nobody types; `log` gets every effect. */
function run(script: string, shell = shellWith(), log: Effect[] = []): string {
  const process = runScript(shell, script);
  let text = "";
  let reply: unknown;
  for (let steps = 0; steps < 10_000; steps++) {
    const step = process.next(reply);
    if (step.done) return text + (step.value === 0 ? "" : `[exit ${step.value}]`);
    const effect = step.value;
    log.push(effect);
    reply = effect.kind === "now" ? 5000 : effect.kind === "edit" ? `${effect.text}# edited\n` : undefined;
    if (effect.kind === "write") text += effect.to === "stderr" ? `[${effect.text.trimEnd()}]\n` : effect.text;
  }
  process.return(1);
  return `${text}[stopped]`;
}

describe("a line", () => {
  test.each([
    ["echo one two", "one two\n"],
    ["echo 'a  b' \"$HOME\" \\$HOME a'b'\"c\"", "a  b /home/you $HOME abc\n"],
    ["X=1; Y=$X$X; echo $Y ${Z:-none} $((Y + 1))", "11 none 12\n"],
    ["X=1 env | grep X; echo \"[$X]\"", "[]\n"],
    ["echo a; echo b && false && echo c || echo d # e", "a\nb\nd\n"],
    ["echo $(echo a; echo b) \"$(echo c)\"", "a b c\n"],
    ["for N in node-4 node-5; do echo \"$N\"; done | sort -r", "node-5\nnode-4\n"],
    ["i=0; while [ $i -lt 2 ]; do echo $i; i=$((i+1)); done", "0\n1\n"],
    ["for N in 1 2 3; do [ $N = 2 ] && break; echo $N; done", "1\n"],
    ["if test -f ds.yaml; then echo yes; else echo no; fi", "yes\n"],
    ["nope; echo $?", "[sh: nope: not found]\n127\n"],
    ["! false && echo ok", "ok\n"],
    ["echo 'open", "[sh: syntax error: unterminated quoted string]\n[exit 2]"],
    ["echo a; exit 4; echo b", "a\n[exit 4]"],
    ["echo *.yaml *.nope", "ds.yaml *.nope\n"],
  ])("%s", (script, text) => {
    expect(run(script)).toBe(text);
  });

  test("of the page's own making: objects in a loop of here-documents", () => {
    expect(run("for NAME in node-4 node-5; do cat - <<EOF\nkind: Node\n  name: $NAME\nEOF\ndone")).toBe("kind: Node\n  name: node-4\nkind: Node\n  name: node-5\n");
    expect(run("cat <<'EOF' | grep cost\ncost: $5 \"x\"\nEOF\necho done")).toBe('cost: $5 "x"\ndone\n');
    expect(run("cat <<-EOF\n\ta\n\tEOF")).toBe("a\n");
  });

  test.each<[string, ReturnType<typeof completeness>]>([
    ["echo a", "complete"],
    ["echo 'a", "incomplete"],
    ["echo \\", "incomplete"],
    ["echo a |", "incomplete"],
    ["echo a &&", "incomplete"],
    ["for N in a; do", "incomplete"],
    ["cat <<EOF\na", "incomplete"],
    ["cat <<EOF\na\nEOF", "complete"],
    ["echo $(ls", "incomplete"],
    ["done", { error: 'unexpected "done"' }],
    ["", "complete"],
  ])("%j is %j", (text, expected) => {
    expect(completeness(text)).toEqual(expected);
  });
});

describe("redirects", () => {
  test.each([
    ["both > out.txt; cat out.txt", "[err]\nout\n"],
    ["both 2>/dev/null", "out\n[exit 3]"],
    ["both 2>&1 >/dev/null", "err\n[exit 3]"],
    ["both >x 2>&1; cat x", "err\nout\n"],
    ["echo a > x; echo b >> x; wc -l < x", "2\n"],
    ["cat < nope", "[sh: can't open nope: no such file]\n[exit 1]"],
    ["echo a > notes", "[sh: can't create notes: Is a directory]\n[exit 1]"],
    ["echo a | tee x | wc -l; cat x", "1\na\n"],
  ])("%s", (script, text) => {
    expect(run(script)).toBe(text);
  });
});

describe("a pipeline", () => {
  test("gives a reader each line when it comes", () => {
    const log: Effect[] = [];
    expect(run("count 3 | grep -v 2", shellWith(), log)).toBe("1\n3\n");
    expect(log.map((effect) => effect.kind)).toEqual(["write", "sleep", "sleep", "write", "sleep"]);
  });

  test("stops a writer whom nobody reads any more", () => {
    const log: Effect[] = [];
    expect(run("count 1000 | head -2", shellWith(), log)).toBe("1\n2\n");
    expect(log.length).toBeLessThan(6);
  });

  test("lets a writer do what it has to do although nobody reads", () => {
    expect(run("touch made | echo a; ls")).toBe("a\nds.yaml\nmade\nnotes/\n");
  });

  test("ends all its parts when it is stopped", () => {
    let ended = 0;
    function* forever(): Process {
      try {
        for (;;) yield { kind: "sleep", ms: 1 };
      } finally {
        ended++;
      }
    }
    const process = runScript(shellWith({ forever }), "forever | grep x > y");
    process.next();
    process.return(130);
    expect(ended).toBe(1);
  });
});

describe("programs", () => {
  test.each([
    ["ls", "ds.yaml\nnotes/\n"],
    ["ls -l ds.yaml", "-rw-r--r--    1 you      you            46 ds.yaml\n"],
    ["ls notes nope", "notes:\na.txt\n[ls: nope: No such file or directory]\n[exit 1]"],
    ["cd notes; pwd; ls; cd ..; pwd; cd nope", "/home/you/notes\na.txt\n/home/you\n[sh: cd: can't cd to nope: No such file or directory]\n[exit 1]"],
    ["cp ds.yaml b.yaml; mv b.yaml notes; ls notes; rm notes/b.yaml; rm -r notes; ls", "a.txt\nb.yaml\nds.yaml\n"],
    ["rm notes; rm nope; rm -f nope", "[rm: 'notes' is a directory]\n[rm: can't remove 'nope': No such file or directory]\n"],
    ["cat nope", "[cat: can't open 'nope': No such file or directory]\n[exit 1]"],
    ["edit ds.yaml; tail -1 ds.yaml", "# edited\n"],
    ["date; date +%H:%M:%S", "Thu Jan  1 00:00:05 UTC 2026\n00:00:05\n"],
    ["echo -n a; echo -e 'b\\tc'; printf '%s=%d\\n' x 7", "ab\tc\nx=7\n"],
    ["seq 3 | wc -l", "3\n"],
    ["history 1", "    2  kubectl get pods\n"],
    ["which kubectl nope", "/usr/bin/kubectl\n[exit 1]"],
    ["export A=1; env | grep ^A=", "A=1\n"],
    ["seq 3 | xargs echo", "1 2 3\n"],
    ["seq 3 | xargs -n1 echo n", "n 1\nn 2\nn 3\n"],
    ["seq 2 | xargs -n 1 -I{} echo a-{}-b", "a-1-b\na-2-b\n"],
    ["echo | xargs -r echo none", ""],
    ["seq 2 | xargs -n1 false", "[exit 123]"],
    ["k foo 2>&1 | head -1", "error: unknown command \"foo\" for \"kubectl\"\n"],
  ])("%s", (script, text) => {
    expect(run(script)).toBe(text);
  });

  test.each([
    ["sort notes/a.txt", "a 10\nb 2\nc 2\n"],
    ["sort -k2 -n notes/a.txt", "b 2\nc 2\na 10\n"],
    ["sort -k2,2nr notes/a.txt | head -n 1", "a 10\n"],
    ["cut -d ' ' -f 2 notes/a.txt | sort | uniq -c", "      1 10\n      2 2\n"],
    ["cut -d ' ' -f 2 notes/a.txt | sort -un", "2\n10\n"],
    ["seq 9 | grep -A1 -B1 5", "4\n5\n6\n"],
    ["seq 20 | grep -C 0 -E '^1.$' | wc -l", "10\n"],
    ["seq 12 | grep -n -w 1", "1:1\n"],
    ["grep -o -i KIND.* ds.yaml", "kind: DaemonSet\n"],
    ["grep -c . ds.yaml notes/a.txt", "ds.yaml:3\nnotes/a.txt:3\n"],
    ["seq 20 | tail -n +19; seq 5 | head -n -3", "19\n20\n1\n2\n"],
    ["echo aGVsbG8= | base64 -d; echo hi | base64", "helloaGkK\n"],
    ["echo a-b | tr a-z A-Z", "A-B\n"],
    ["seq 3 | tac | wc", "        3         3         6\n"],
    ["echo -n abc | wc -c", "3\n"],
  ])("%s", (script, text) => {
    expect(run(script)).toBe(text);
  });

  test("watch runs its command again and again", () => {
    expect(run("watch -n 5 echo hi").split("\u001b[H\u001b[2J\u001b[3J").slice(0, 3)).toEqual(["", expect.stringMatching(/^Every 5\.0s: echo hi {20,}Thu Jan {2}1 00:00:05 UTC 2026\n\nhi\n$/), expect.any(String)]);
  });
});

test("the words of a line stand as typed, without running it", () => {
  expect(plainWords("kubectl logs -l 'app=x' --field-selector spec.nodeName=$N | grep a")).toEqual(["kubectl", "logs", "-l", "app=x", "--field-selector", "spec.nodeName=$N"]);
});
