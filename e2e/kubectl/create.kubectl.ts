import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShell, type Shell } from "./support/kubectl.ts";
import { startTestServer, type TestServer } from "./support/server.ts";

/** Every `kubectl create` that sends protobuf, the name it reports, and a field that must have arrived. */
const CREATED: readonly (readonly [command: string, name: string, jsonpath: string, value: string])[] = [
  ["deployment web --image=nginx --image=busybox:1.36 --replicas=3", "deployment.apps/web", "{.spec.replicas} {.spec.template.spec.containers[1].image}", "3 busybox:1.36"],
  ["namespace team", "namespace/team", "{.status.phase}", "Active"],
  ["configmap settings --from-literal=a=b --from-literal=c=d", "configmap/settings", "{.data.a}{.data.c}", "bd"],
  ["secret generic token --from-literal=a=b --type=x/y", "secret/token", "{.data.a} {.type}", "Yg== x/y"],
  ["service clusterip svc --tcp=80:8080", "service/svc", "{.spec.ports[0].targetPort} {.spec.type}", "8080 ClusterIP"],
  ["service nodeport svc2 --tcp=80:http --node-port=30001", "service/svc2", "{.spec.ports[0].targetPort} {.spec.ports[0].nodePort}", "http 30001"],
  ["service externalname svc3 --external-name=a.b", "service/svc3", "{.spec.externalName}", "a.b"],
  ["serviceaccount robot", "serviceaccount/robot", "{.metadata.name}", "robot"],
  ["priorityclass high --value=-5 --preemption-policy=Never", "priorityclass.scheduling.k8s.io/high", "{.value} {.preemptionPolicy}", "-5 Never"],
  ["quota q --hard=pods=10,requests.cpu=1500m", "resourcequota/q", "{.spec.hard}", '{"pods":"10","requests.cpu":"1500m"}'],
  ["pdb p --selector=app=web --max-unavailable=50%", "poddisruptionbudget.policy/p", "{.spec.maxUnavailable} {.spec.selector.matchLabels.app}", "50% web"],
  ["role reader --verb=get,list --resource=pods,deployments.apps", "role.rbac.authorization.k8s.io/reader", "{.rules[1].apiGroups[0]} {.rules[0].verbs}", 'apps ["get","list"]'],
  ["rolebinding rb --role=reader --serviceaccount=default:robot", "rolebinding.rbac.authorization.k8s.io/rb", "{.subjects[0].name} {.roleRef.kind}", "robot Role"],
  ["clusterrole cr --verb=get --non-resource-url=/healthz", "clusterrole.rbac.authorization.k8s.io/cr", "{.rules[0].nonResourceURLs[0]}", "/healthz"],
  ["clusterrolebinding crb --clusterrole=cr --group=g", "clusterrolebinding.rbac.authorization.k8s.io/crb", "{.subjects[0].kind}", "Group"],
  ["job once --image=busybox -- sh -c 'exit 0'", "job.batch/once", "{.spec.template.spec.containers[0].command[2]}", "exit 0"],
  ["cronjob often --image=busybox --schedule='*/5 * * * *' -- date", "cronjob.batch/often", "{.spec.schedule}", "*/5 * * * *"],
  ["ingress in --rule='foo.com/bar=svc:8080'", "ingress.networking.k8s.io/in", "{.spec.rules[0].http.paths[0].backend.service.port.number}", "8080"],
];

describe("kubectl create", () => {
  let server: TestServer;
  let shell: Shell;

  beforeAll(async () => {
    server = await startTestServer("--empty");
    shell = openShell(server.kubeconfig);
  });
  afterAll(async () => {
    shell?.remove();
    await server?.stop();
  });

  test.each(CREATED)("%s", async (command, name, jsonpath, value) => {
    expect(await shell.run(`kubectl create ${command}`)).toEqual({ stdout: `${name} created\n`, stderr: "", exitCode: 0 });
    expect(await shell.run(`kubectl get ${name} -o jsonpath='${jsonpath}'`)).toEqual({ stdout: value, stderr: "", exitCode: 0 });
    const again = await shell.run(`kubectl create ${command}`);
    expect(again.stderr).toMatch(/already exists\n$/);
    expect(again.exitCode).toBe(1);
  });
});
