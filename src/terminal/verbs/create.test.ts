import { describe, expect, test } from "vitest";
import { SimCluster } from "../../engine/testing/sim-cluster.ts";
import { HOME } from "../files.ts";
import { manifestFiles } from "../testing/manifests.ts";
import { runLine, type Ran } from "../testing/run-on-cluster.ts";

function words(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

function run(...lines: readonly string[]): Ran {
  const sim = new SimCluster();
  const files = manifestFiles();
  files.write(`${HOME}/env.txt`, "a=1\n# no\n\nb=2\nd");
  return lines.map((line) => runLine(sim.cluster, words(line), { files })).at(-1)!;
}

const yaml = (line: string) => run(`${line} --dry-run=client -o yaml`.replace(/^(.*) -- (.*?) (--dry-run.*)$/, "$1 $3 -- $2")).stdout;

/* Recorded with kubectl v1.36.3. */
describe("kubectl create NAME", () => {
  test.each([
    ["create ns demo", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: demo\nspec: {}\nstatus: {}\n"],
    ["create sa sa1", "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: sa1\n"],
    ["create configmap c1 --from-literal=a=b --from-literal=x=y=z,1", "apiVersion: v1\ndata:\n  a: b\n  x: y=z,1\nkind: ConfigMap\nmetadata:\n  name: c1\n"],
    ["create cm c1 --from-file=k=folder/notes.txt --from-file=empty.yaml", 'apiVersion: v1\ndata:\n  empty.yaml: ""\n  k: nothing for kubectl\nkind: ConfigMap\nmetadata:\n  name: c1\n'],
    ["create cm c1 --from-env-file=env.txt", 'apiVersion: v1\ndata:\n  a: "1"\n  b: "2"\n  d: ""\nkind: ConfigMap\nmetadata:\n  name: c1\n'],
    ["create secret generic s1 --from-literal=a=b --type=foo/bar", "apiVersion: v1\ndata:\n  a: Yg==\nkind: Secret\nmetadata:\n  name: s1\ntype: foo/bar\n"],
    ["create quota q1 --hard=cpu=1,pods=2 --scopes=BestEffort -n kube-public", 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: q1\n  namespace: kube-public\nspec:\n  hard:\n    cpu: "1"\n    pods: "2"\n  scopes:\n  - BestEffort\nstatus: {}\n'],
    ["create pc pc1 --value=5 --global-default=true --description=d", "apiVersion: scheduling.k8s.io/v1\ndescription: d\nglobalDefault: true\nkind: PriorityClass\nmetadata:\n  name: pc1\npreemptionPolicy: PreemptLowerPriority\nvalue: 5\n"],
    ["create pdb p1 --selector=app=x --max-unavailable=50%", "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: p1\nspec:\n  maxUnavailable: 50%\n  selector:\n    matchLabels:\n      app: x\nstatus:\n  currentHealthy: 0\n  desiredHealthy: 0\n  disruptionsAllowed: 0\n  expectedPods: 0\n"],
    ["create service clusterip s1 --tcp=80:8080 --tcp=81", 'apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    app: s1\n  name: s1\nspec:\n  ports:\n  - name: 80-8080\n    port: 80\n    protocol: TCP\n    targetPort: 8080\n  - name: "81"\n    port: 81\n    protocol: TCP\n    targetPort: 81\n  selector:\n    app: s1\n  type: ClusterIP\nstatus:\n  loadBalancer: {}\n'],
    ["create deployment web --image=reg.io:5000/a/b@sha256:abc --port=80 -- sleep 1", `apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    app: web
  name: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  strategy: {}
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - command:
        - sleep
        - "1"
        image: reg.io:5000/a/b@sha256:abc
        name: b
        ports:
        - containerPort: 80
        resources: {}
status: {}
`],
  ])("%s", (line, text) => {
    expect(yaml(line)).toBe(text);
  });

  test.each([
    ["create deployment web --image=nginx", "deployment.apps/web created\n", "error: failed to create deployment: deployments.apps \"web\" already exists\n"],
    ["create ns demo", "namespace/demo created\n", 'Error from server (AlreadyExists): namespaces "demo" already exists\n'],
    ["create cm c1 --from-literal=a=b", "configmap/c1 created\n", 'error: failed to create configmap: configmaps "c1" already exists\n'],
    ["create secret generic s1", "secret/s1 created\n", 'error: failed to create secret secrets "s1" already exists\n'],
    ["create service clusterip s1 --tcp=80", "service/s1 created\n", 'error: failed to create ClusterIP service: services "s1" already exists\n'],
    ["create sa sa1", "serviceaccount/sa1 created\n", 'error: failed to create serviceaccount: serviceaccounts "sa1" already exists\n'],
    ["create pdb p1 --selector='app in (x)' --min-available=1", "poddisruptionbudget.policy/p1 created\n", 'error: failed to create poddisruptionbudgets: poddisruptionbudgets.policy "p1" already exists\n'],
    ["create pc pc1", "priorityclass.scheduling.k8s.io/pc1 created\n", 'error: failed to create priorityclass: priorityclasses.scheduling.k8s.io "pc1" already exists\n'],
  ])("%s, twice", (line, first, second) => {
    const unquoted = line.replace("--selector='app in (x)'", "'--selector=app in (x)'");
    expect([run(unquoted).stdout, run(unquoted, unquoted).stderr]).toEqual([first, second]);
  });

  test.each([
    ["create deployment", 'required flag(s) "image" not set'],
    ["create deploy --image=x", "exactly one NAME is required, got 0\nSee 'kubectl create deployment -h' for help and examples"],
    ["create deployment web --image=a --image=b -- sleep", "cannot specify multiple --image options and command"],
    ["create deployment web --image=x -n nosuch", 'failed to create deployment: namespaces "nosuch" not found'],
    ["create cm c1 --from-literal=a", "invalid literal source a, expected key=value"],
    ["create cm c1 --from-literal=a=1 --from-literal=a=2", 'cannot add key "a", another key by that name already exists in Data for ConfigMap "c1"'],
    ["create cm c1 --from-file=nope", "error reading nope: no such file or directory"],
    ["create cm c1 --from-env-file=env.txt --from-literal=a=b", "from-env-file cannot be combined with from-file or from-literal"],
    ["create service clusterip s1", "at least one tcp port specifier must be provided"],
    ["create service clusterip s1 --tcp=foo", 'strconv.ParseUint: parsing "foo": invalid syntax'],
    ["create service externalname s1", 'required flag(s) "external-name" not set'],
    ["create quota q1 --hard=cpu", "Invalid argument syntax cpu, expected <resource>=<value>"],
    ["create quota q1 --hard=cpu=x", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ["create pdb p1 --min-available=1", "a selector must be specified"],
    ["create pdb p1 --selector=app=x", "one of min-available or max-unavailable must be specified"],
    ["create pdb p1 --selector=app=x --min-available=x%", "invalid format specified for min-available"],
    ["create daemonset x --image=nginx", "unknown flag: --image\nSee 'kubectl create --help' for usage."],
    ["create foo bar", "Unexpected args: [foo bar]\nSee 'kubectl create -h' for help and examples"],
    ["create", "must specify one of -f and -k"],
  ])("%s is refused", (line, text) => {
    expect(run(line)).toEqual({ stdout: "", stderr: `error: ${text}\n`, status: 1 });
  });
});

describe("kubectl create -f", () => {
  test.each([
    ["create -f list.yaml -o name", "configmap/l1\nconfigmap/l2\n"],
    ["create -f d1.yaml --dry-run=server", "configmap/d1 created (server dry run)\n"],
    ["create -f d1.yaml --save-config --dry-run=client -o jsonpath={.metadata.annotations}", '{"kubectl.kubernetes.io/last-applied-configuration":"{\\"apiVersion\\":\\"v1\\",\\"data\\":{\\"a\\":\\"2\\",\\"b\\":\\"1\\"},\\"kind\\":\\"ConfigMap\\",\\"metadata\\":{\\"annotations\\":{},\\"name\\":\\"d1\\",\\"namespace\\":\\"default\\"}}\\n"}'],
    ["create -f empty.yaml", "", "error: no objects passed to create\n"],
    ["create -f two.yaml extra", "", "error: Unexpected args: [extra]\nSee 'kubectl create -h' for help and examples\n"],
    ["create -f no-name.yaml", "", 'The DaemonSet "" is invalid: metadata.name: Required value: name or generateName is required\n'],
  ])("%s", (line, stdout, stderr = "") => {
    const ran = run(line);
    expect([ran.stdout, ran.stderr]).toEqual([stdout, stderr]);
  });

  test("generated names are the server's", () => {
    expect(run("create -f generated.yaml").stdout).toMatch(/^configmap\/gen-[a-z0-9]{5} created\n$/);
  });
});
