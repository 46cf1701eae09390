import { create } from "../../api/request.ts";
import { NAMESPACES, SERVICEACCOUNTS } from "../../api/resources.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import { referenceTo } from "../apiserver/describe.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";

/**
 * Sees to it that every namespace has a ServiceAccount `default`, again when somebody deletes it. Key: the namespace.
 * Source: pkg/controller/serviceaccount/serviceaccounts_controller.go.
 */
export const serviceAccountController: Actor = {
  name: "serviceaccount",
  who: "serviceaccount-controller",
  lagMs: [10, 40],
  initial: () => ({}),
  *wakes({ resource, key, before, after }: Change): Iterable<Wake> {
    if (resource === NAMESPACES.key && after) yield { key };
    if (resource === SERVICEACCOUNTS.key && !after && before!.metadata.name === "default") yield { key: before!.metadata.namespace! };
  },
  reconcile(world, name) {
    const namespace = world.store.get<Namespace>(NAMESPACES, undefined, name);
    if (!namespace || namespace.status.phase !== "Active" || world.store.get(SERVICEACCOUNTS, name, "default")) return;
    world.handle(create(SERVICEACCOUNTS, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default", namespace: name } } as { metadata: object }), (account) => ({
      object: referenceTo(account),
      verdict: "created",
      rule: "serviceaccount/default",
      evidence: [{ object: referenceTo(namespace), path: "status.phase", value: "Active" }],
      text: `created ServiceAccount \`default\` in namespace \`${name}\`: every namespace has one.`,
      quiet: true,
      source: "pkg/controller/serviceaccount/serviceaccounts_controller.go syncNamespace",
    }));
  },
};
