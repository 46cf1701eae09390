import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { create, type ExecRequest } from "../../../api/request.ts";
import { CONFIGMAPS, FAULTS, PODS, SECRETS, SERVICES, SIM_GROUP } from "../../../api/resources.ts";
import type { Pod } from "../../../api/types/pod.ts";
import { SimCluster } from "../../testing/sim-cluster.ts";
import { execInPod } from "./exec.ts";

const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
const SPEC = {
  nodeName: "node-1",
  containers: [{
    name: "app", image: "busybox:1.37", command: ["sh", "-c", "while true; do echo up; sleep 10; done"],
    resources: { requests: { cpu: "250m" }, limits: { cpu: "500m", memory: "64Mi" } },
    env: [field("NODE_NAME", "spec.nodeName"), field("POD_NAME", "metadata.name"), field("POD_NAMESPACE", "metadata.namespace"), field("POD_IP", "status.podIP"), { name: "GREETING", value: "hello from $(NODE_NAME)" }],
    volumeMounts: [
      { name: "config", mountPath: "/etc/config" }, { name: "config", mountPath: "/etc/one.conf", subPath: "one.conf" }, { name: "secret", mountPath: "/etc/secret" },
      { name: "info", mountPath: "/etc/podinfo" }, { name: "logs", mountPath: "/var/log" }, { name: "scratch", mountPath: "/scratch" }, { name: "all", mountPath: "/all" },
    ],
  }],
  volumes: [
    { name: "config", configMap: { name: "settings" } }, { name: "secret", secret: { secretName: "password", items: [{ key: "word", path: "deep/word" }] } },
    { name: "info", downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }, { path: "cpu", resourceFieldRef: { containerName: "app", resource: "limits.cpu", divisor: "1m" } }] } },
    { name: "logs", hostPath: { path: "/var/log" } }, { name: "scratch", emptyDir: {} },
    { name: "all", projected: { sources: [{ serviceAccountToken: { path: "token" } }, { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } }, { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } }] } },
  ],
};

function cluster(spec: object = SPEC, seconds = 30): SimCluster {
  const sim = new SimCluster(1);
  sim.addNode("node-1");
  const metadata = (name: string) => ({ name, namespace: "default" });
  sim.send(create(CONFIGMAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: metadata("settings"), data: { "one.conf": "a=1\nb=2\n", "run.sh": "#!/bin/sh\necho \"run $1\"\n" } } as never));
  sim.send(create(SECRETS, { apiVersion: "v1", kind: "Secret", metadata: metadata("password"), data: { word: "czNjcjN0" } } as never));
  sim.send(create(PODS, { apiVersion: "v1", kind: "Pod", metadata: { ...metadata("p"), labels: { app: "p", tier: "back" } }, spec } as never));
  sim.runFor(seconds);
  return sim;
}
const pod = (sim: SimCluster) => sim.cluster.store.get<Pod>(PODS, "default", "p")!;
const ask = (sim: SimCluster, request: ExecRequest) => execInPod({ store: sim.cluster.store, nowMs: sim.cluster.nowMs }, pod(sim), request);

/** One cluster for all that only look. */
const shared = cluster();
function run(command: readonly string[], more: Partial<ExecRequest> = {}): string {
  const answer = ask(shared, { command, ...more });
  if ("status" in answer) return (answer.status.message ?? "").replace(/"[0-9a-f]{64}"/, '"<id>"');
  const { stdout, stderr, exitCode } = answer.result;
  return `${stdout}${stderr === "" ? "" : `[stderr] ${stderr}`}${exitCode === 0 ? "" : `[exit ${exitCode}]`}`;
}
const sh = (script: string) => run(["sh", "-c", script]);

test("env shows the Downward API, the API server's Service and what every process has", () => {
  const names = run(["env"]).split("\n");
  expect(names.slice(0, 7)).toEqual([
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=p", "NODE_NAME=node-1", "POD_NAME=p", "POD_NAMESPACE=default",
    `POD_IP=${pod(shared).status.podIP}`, "GREETING=hello from node-1",
  ]);
  expect(names).toEqual(expect.arrayContaining(["KUBERNETES_SERVICE_HOST=10.96.0.1", "KUBERNETES_SERVICE_PORT=443", "KUBERNETES_PORT=tcp://10.96.0.1:443", "HOME=/root"]));
});

describe("a command", () => {
  test.each<[readonly string[], string]>([
    [["printenv", "NODE_NAME"], "node-1\n"],
    [["printenv", "NOPE"], "[exit 1]"],
    [["hostname"], "p\n"],
    [["pwd"], "/\n"],
    [["whoami"], "root\n"],
    [["id"], "uid=0(root) gid=0(root) groups=0(root)\n"],
    [["id", "-u"], "0\n"],
    [["date"], "Thu Jan  1 00:00:30 UTC 2026\n"],
    [["date", "+%Y-%m-%d %H:%M:%S %s"], "2026-01-01 00:00:30 1767225630\n"],
    [["true"], ""],
    [["false"], "[exit 1]"],
    [["sleep", "3600"], ""],
    [["nproc"], "4\n"],
    [["uname", "-n"], "p\n"],
    [["cat", "/etc/hostname"], "p\n"],
    [["cat", "/etc/config/one.conf"], "a=1\nb=2\n"],
    [["cat", "/etc/one.conf"], "a=1\nb=2\n"],
    [["cat", "/etc/secret/deep/word"], "s3cr3t"],
    [["cat", "/etc/podinfo/labels"], 'app="p"\ntier="back"'],
    [["cat", "/etc/podinfo/cpu"], "500"],
    [["cat", "/all/namespace"], "default"],
    [["cat", "/var/run/secrets/kubernetes.io/serviceaccount/namespace"], "default"],
    [["cat", "/etc/resolv.conf"], "search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n"],
    [["cat", "/nope"], "[stderr] cat: can't open '/nope': No such file or directory\n[exit 1]"],
    [["cat", "/etc"], "[stderr] cat: read error: Is a directory\n[exit 1]"],
    [["ls", "/etc/config"], "one.conf\nrun.sh\n"],
    [["ls", "/all"], "ca.crt\nnamespace\ntoken\n"],
    [["ls", "/scratch"], ""],
    [["ls", "/nope"], "[stderr] ls: /nope: No such file or directory\n[exit 1]"],
    [["/bin/ls", "-d", "/etc/config"], "/etc/config\n"],
    [["head", "-n", "1", "/etc/config/one.conf"], "a=1\n"],
    [["tail", "-1", "/etc/config/one.conf"], "b=2\n"],
    [["wc", "-l", "/etc/config/one.conf"], "2 /etc/config/one.conf\n"],
    [["grep", "-n", "^b", "/etc/config/one.conf"], "2:b=2\n"],
    [["grep", "z", "/etc/config/one.conf"], "[exit 1]"],
    [["/etc/config/run.sh", "it"], "run it\n"],
    [["sh", "/etc/config/run.sh", "it"], "run it\n"],
    [["foo"], 'Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "<id>": OCI runtime exec failed: exec failed: unable to start container process: exec: "foo": executable file not found in $PATH'],
    [["/foo"], 'Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "<id>": OCI runtime exec failed: exec failed: unable to start container process: exec: "/foo": stat /foo: no such file or directory'],
  ])("%j gives %j", (command, text) => {
    expect(run(command)).toBe(text);
  });

  test("gets its standard input", () => {
    expect(run(["cat"], { stdin: "hi\n" })).toBe("hi\n");
    expect(run(["sh"], { stdin: "echo $NODE_NAME\nexit 4\n" })).toBe("node-1\n[exit 4]");
  });

  test("ps shows the command of the container as process 1", () => {
    expect(run(["ps", "aux"])).toBe("PID   USER     TIME  COMMAND\n    1 root      0:00 sh -c while true; do echo up; sleep 10; done\n    7 root      0:00 ps\n");
  });

  test("sees the log files of its node where the machine's logs are mounted", () => {
    const id = pod(shared).status.containerStatuses![0]!.containerID!.slice("containerd://".length);
    expect(run(["ls", "/var/log/containers"])).toBe(`p_default_app-${id}.log\n`);
    expect(run(["ls", "-l", "/var/log/containers"])).toContain(`-> /var/log/pods/default_p_${pod(shared).metadata.uid}/app/0.log`);
    expect(sh("head -n 1 /var/log/containers/p_*.log")).toMatch(/^2026-01-01T00:00:\d\d\.\d{9}Z stdout F up\n$/);
  });

  test("leaves nothing behind", () => {
    expect(sh("echo x > /tmp/x; cat /tmp/x")).toBe("x\n");
    expect(sh("cat /tmp/x")).toBe("[stderr] cat: can't open '/tmp/x': No such file or directory\n[exit 1]");
  });
});

describe("a script", () => {
  test.each([
    ["echo $NODE_NAME", "node-1\n"],
    ["echo '$NODE_NAME' \"$NODE_NAME\" \\$NODE_NAME", "$NODE_NAME node-1 $NODE_NAME\n"],
    ["echo ${NODE_NAME}x ${NOPE:-none} ${GREETING:-none}", "node-1x none hello from node-1\n"],
    ["echo a; echo b && false && echo c || echo d", "a\nb\nd\n"],
    ["env | grep POD_ | sort | head -n 2 | wc -l", "2\n"],
    ["for f in /etc/config/*; do basename $f; done", "one.conf\nrun.sh\n"],
    ["i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done", "0\n1\n2\n"],
    ["if [ -f /etc/one.conf ]; then echo yes; else echo no; fi", "yes\n"],
    ["if [ -d /nope ]; then echo yes; elif true; then echo elif; fi", "elif\n"],
    ["X=\"$(cat /etc/config/one.conf | cut -d = -f 2)\"; echo \"$X\"", "1\n2\n"],
    ["printf '%s-%03d\\n' a 7 b 8", "a-007\nb-008\n"],
    ["cd /etc/config && ls *.conf; pwd", "one.conf\n/etc/config\n"],
    ["echo $((2 + 3 * 4)) $(( (2+3) * 4 )) $((7 / 2)) $((1 < 2))", "14 20 3 1\n"],
    ["nope; echo $?", "127\n[stderr] sh: nope: not found\n"],
    ["cat /nope 2>/dev/null || echo missing", "missing\n"],
    ["echo out; echo err >&2", "out\n[stderr] err\n"],
    ["export A=1; sh -c 'echo $A $0 $1' name arg", "1 name arg\n"],
    ["{ echo a; echo b; } | tail -n 1; (exit 0)", "b\n"],
    ["exit 3", "[exit 3]"],
    ["echo `hostname` # the rest is a comment", "p\n"],
    ["echo 'open", "[stderr] sh: syntax error: unterminated quoted string\n[exit 2]"],
    ["done", '[stderr] sh: syntax error: unexpected "done"\n[exit 2]'],
  ])("%j gives %j", (script, text) => {
    expect(sh(script)).toBe(text);
  });

  test.each(["while true; do echo x; done", "x=aa; while true; do x=$x$x; done", "f='sh -c \"$f\"'; export f; sh -c \"$f\"", "seq 1 100000000 | sort | tail -n 1", "exec exec exec exec echo done"])("%j comes to an end", (script) => {
    expect(typeof sh(script)).toBe("string");
  });
});

describe("what the API server says instead", () => {
  const message = (sim: SimCluster, request: Partial<ExecRequest> = {}) => {
    const answer = ask(sim, { command: ["ls"], ...request });
    return "status" in answer ? `${answer.status.code} ${answer.status.message}` : "it ran";
  };

  test("to a container that is not there, or not named", () => {
    const two = cluster({ nodeName: "node-1", containers: [{ name: "a", image: "example/app" }, { name: "b", image: "example/app" }] });
    expect(message(two)).toBe("400 a container name must be specified for pod p, choose one of: [a b]");
    expect(message(two, { container: "c" })).toBe("400 container c is not valid for pod p");
    expect(message(two, { container: "b" })).toBe("it ran");
    expect(message(two, { container: "b", command: [] })).toBe("400 you must specify at least one command for the container");
  });

  test("about a pod without a node", () => {
    expect(message(cluster({ nodeSelector: { disk: "none" }, containers: [{ name: "a", image: "busybox" }] }))).toBe("400 pod p does not have a host assigned");
  });

  test.each([["example/app:crash", 60], ["example/does-not-exist:1", 20]])("about a container of %s that does not run", (image, seconds) => {
    expect(message(cluster({ nodeName: "node-1", containers: [{ name: "a", image }] }, seconds))).toBe('500 container not found ("a")');
  });

  test.each([["NodeDown", "connect: no route to host"], ["NetworkCut", "i/o timeout"]])("while %s stands", (type, why) => {
    const sim = cluster();
    sim.send(create(FAULTS, { apiVersion: `${SIM_GROUP}/v1`, kind: "Fault", metadata: { name: "fault" }, spec: { type, nodeName: "node-1" } } as never));
    expect(message(sim)).toBe(`500 error dialing backend: dial tcp 10.0.0.11:10250: ${why}`);
  });
});

test("curl in an nginx asks itself, Services and pods, with the words and exit codes of curl; smaller images have none", () => {
  const sim = cluster({ nodeName: "node-1", containers: [{ name: "app", image: "nginx:1.27" }] });
  sim.send(create(SERVICES, { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "default" }, spec: { selector: { app: "p" }, ports: [{ port: 8080, targetPort: 80 }] } } as never));
  const asked = (...command: string[]) => {
    const answer = ask(sim, { command });
    return "status" in answer ? "not there" : `${answer.result.stdout}${answer.result.stderr}[${answer.result.exitCode}]`.replace(/<!DOCTYPE[^]*<title>(.*)<\/title>[^]*<\/html>\n/, "$1");
  };
  const write = ["-o", "/dev/null", "-w", "%{http_code}\\n"];
  expect([asked("curl", "-s", "localhost"), asked("curl", "http://web:8080/"), asked("curl", "-s", ...write, "web.default:8080"), asked("curl", "web"), asked("curl", "-s", "nobody"), asked("curl", "nobody"), asked("curl", "localhost:81")]).toEqual([
    "Welcome to nginx![0]", "Welcome to nginx![0]", "200\n[0]", "curl: (7) Failed to connect to web port 80 after 0 ms: Could not connect to server\n[7]", "[6]",
    "curl: (6) Could not resolve host: nobody\n[6]", "curl: (7) Failed to connect to localhost port 81 after 0 ms: Could not connect to server\n[7]",
  ]);
  expect(run(["curl", "localhost"])).toContain('exec: "curl": executable file not found in $PATH');
  expect(sh("curl localhost")).toBe("[stderr] sh: curl: not found\n[exit 127]");
});

test("an image without a shell has no programs", () => {
  const sim = cluster({ nodeName: "node-1", containers: [{ name: "a", image: "registry.k8s.io/pause:3.10" }] });
  expect(ask(sim, { command: ["ls"] })).toMatchObject({ status: { reason: "InternalError", message: expect.stringMatching(/exec: "ls": executable file not found in \$PATH$/) as string } });
});

test("a pod on the network of its node has the node's name", () => {
  const sim = cluster({ ...SPEC, hostNetwork: true });
  expect(ask(sim, { command: ["hostname"] })).toMatchObject({ result: { stdout: "node-1\n" } });
  expect(ask(sim, { command: ["cat", "/etc/hosts"] })).toMatchObject({ result: { stdout: "# Kubernetes-managed hosts file (host network).\n127.0.0.1\tlocalhost\n10.0.0.11\tnode-1\n" } });
});

test("no command and no script throws, and the same one gives the same answer", () => {
  const token = fc.constantFrom("echo", "cat", "ls", "grep", "sh", "-c", "while", "do", "done", "if", "then", "fi", "for", "in", "true", ";", "&&", "||", "|", "$(", ")", "`", "$((", "))", "'", '"', "${X:-", "}", "$NODE_NAME", ">", "<", "2>&1", "/etc/hosts", "*", "[", "]", "-l", "{", "(", "exit", "\n", "\\", "#", "1", "x=");
  const script = fc.oneof(fc.array(token, { maxLength: 25 }).map((words) => words.join(" ")), fc.string({ maxLength: 60 }));
  fc.assert(fc.property(script, fc.array(fc.string({ maxLength: 12 }), { maxLength: 4 }), (text, words) => {
    for (const command of [["sh", "-c", text], ["sh", "-c", text, ...words], words]) {
      const answer = ask(shared, { command, stdin: text });
      expect("status" in answer || typeof answer.result.exitCode === "number").toBe(true);
      expect(ask(shared, { command, stdin: text })).toEqual(answer);
    }
  }), { seed: 4, numRuns: 300 });
});
