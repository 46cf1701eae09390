import { list } from "../../api/request.ts";
import { SERVICES } from "../../api/resources.ts";
import type { Service } from "../../api/types/service.ts";
import { fail } from "../kubectl/errors.ts";
import { SERVER } from "../kubectl/kubeconfig.ts";
import type { Arguments, Verb } from "../kubectl/verb.ts";
import { print, sendList, type Process } from "../process.ts";

const NAMESPACE = "kube-system";

/** `kubectl cluster-info`. Source: kubectl pkg/cmd/clusterinfo/clusterinfo.go (1.36) */
export const clusterInfo: Verb = { name: "cluster-info", flags: [], places: [["dump"]], run };

function* run(args: Arguments): Process {
  const [word] = args.words;
  if (word === "dump") fail("cluster-info dump is not part of this page's kubectl: kubectl get all -A -o yaml shows the same");
  const response = yield* sendList<Service>(list(SERVICES, NAMESPACE, { labelSelector: "kubernetes.io/cluster-service=true" }));
  const services = response.ok ? response.body.items : [];
  yield* print(`Kubernetes control plane is running at ${SERVER}\n`);
  for (const service of services) yield* print(`${service.metadata.labels?.["kubernetes.io/name"] ?? service.metadata.name} is running at ${addressOf(service)}\n`);
  yield* print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n");
  return 0;
}

function addressOf({ metadata, spec, status }: Service): string {
  const ingress = status?.loadBalancer?.ingress?.[0];
  if (ingress) return (spec.ports ?? []).map(({ port }) => ` http://${ingress.ip ?? ingress.hostname ?? ""}:${port}`).join("");
  const [port] = spec.ports ?? [];
  const isSecure = port?.name === "https" || port?.port === 443;
  const name = port ? [...(isSecure ? ["https"] : []), metadata.name, ...(isSecure || port.name ? [port.name ?? ""] : [])].join(":") : metadata.name;
  return `${SERVER}/api/v1/namespaces/${NAMESPACE}/services/${name}/proxy`;
}
