import { create, update } from "../../api/request.ts";
import { CONFIGMAPS, NAMESPACES } from "../../api/resources.ts";
import { deepEqual } from "../../api/semantic.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import { referenceTo } from "../apiserver/describe.ts";
import { keyOf } from "../apiserver/store.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";

const NAME = "kube-root-ca.crt";
const ANNOTATIONS: StringMap = {
  "kubernetes.io/description": "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
};
/** Nothing here speaks TLS, so no key belongs to it. */
const BUNDLE: StringMap = {
  "ca.crt": "-----BEGIN CERTIFICATE-----\nTm8ga2V5IGJlbG9uZ3MgdG8gdGhpcyBjZXJ0aWZpY2F0ZTogdGhlIGNsdXN0ZXIg\naXMgc2ltdWxhdGVkIGFuZCBub3RoaW5nIGluIGl0IHNwZWFrcyBUTFMu\n-----END CERTIFICATE-----\n",
};

type ConfigMap = KubeObject & { readonly data?: StringMap };

/**
 * Publishes the cluster's root certificate in every namespace, and puts it right when somebody changes it.
 * Key: the namespace. Source: pkg/controller/certificates/rootcacertpublisher/publisher.go.
 */
export const rootCaPublisher: Actor = {
  name: "root-ca-cert-publisher",
  who: "root-ca-certificate-publisher",
  lagMs: [10, 40],
  initial: () => ({}),
  *wakes({ resource, key, before, after }: Change): Iterable<Wake> {
    if (resource === NAMESPACES.key && after) yield { key };
    const { namespace, name } = (after ?? before!).metadata;
    if (resource === CONFIGMAPS.key && before && name === NAME) yield { key: namespace! };
  },
  reconcile(world, name) {
    const namespace = world.store.get<Namespace>(NAMESPACES, undefined, name);
    if (!namespace || namespace.status.phase !== "Active") return;
    const map = world.store.getByKey<ConfigMap>(CONFIGMAPS.key, keyOf(name, NAME));
    if (map && deepEqual(map.data, BUNDLE) && map.metadata.annotations?.["kubernetes.io/description"]) return;
    const request = map
      ? update(CONFIGMAPS, { ...map, metadata: { ...map.metadata, annotations: { ...map.metadata.annotations, ...ANNOTATIONS } }, data: BUNDLE } as ConfigMap)
      : create(CONFIGMAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: NAME, namespace: name, annotations: ANNOTATIONS }, data: BUNDLE } as { metadata: object });
    world.handle(request, (stored) => ({
      object: referenceTo(stored),
      verdict: map ? "repaired" : "created",
      rule: "root-ca/publish",
      evidence: [{ object: referenceTo(namespace), path: "status.phase", value: "Active" }],
      text: `published the root certificate in namespace \`${name}\`, as ConfigMap \`${NAME}\`.`,
      quiet: true,
      source: "pkg/controller/certificates/rootcacertpublisher/publisher.go syncNamespace",
    }));
  },
};
