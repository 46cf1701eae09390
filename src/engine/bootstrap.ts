import { create, type KubeRequest } from "../api/request.ts";
import { NAMESPACES } from "../api/resources.ts";

/** What every cluster has before anybody does anything. Source: kube-apiserver's system namespaces controller. */
export function bootstrap(): KubeRequest[] {
  return ["default", "kube-node-lease", "kube-public", "kube-system"].map((name) =>
    create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } } as { metadata: object }),
  );
}
