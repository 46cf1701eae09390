import { create, type KubeRequest } from "../api/request.ts";
import { NAMESPACES } from "../api/resources.ts";
import { kubernetesService } from "./apiserver/kubernetes-service.ts";

/**
 * What every cluster has before anybody does anything.
 * Source: kube-apiserver's system namespaces and kubernetes service controllers.
 */
export function bootstrap(): KubeRequest[] {
  const namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"].map((name) =>
    create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } } as { metadata: object }, { fieldManager: "kube-apiserver" }),
  );
  return [...namespaces, kubernetesService()];
}
