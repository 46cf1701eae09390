import { remove } from "../../api/request.ts";
import { NAMESPACES, resourceByKey } from "../../api/resources.ts";
import type { Namespace } from "../../api/types/namespace.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { referenceTo } from "../apiserver/describe.ts";
import type { Actor, Change, Wake } from "../sim/actor.ts";

/**
 * Empties a namespace that is being deleted, then lets it go. Key: the namespace's name.
 * Source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go.
 */
export const namespaceController: Actor = {
  name: "namespace",
  who: "namespace-controller",
  lagMs: [10, 30],
  initial: () => ({}),
  *wakes(change: Change, store): Iterable<Wake> {
    if (change.resource === NAMESPACES.key) {
      if (change.after?.metadata.deletionTimestamp) yield { key: change.key };
      return;
    }
    const namespace = change.after ? undefined : change.before!.metadata.namespace;
    if (namespace && store.get<Namespace>(NAMESPACES, undefined, namespace)?.metadata.deletionTimestamp) yield { key: namespace };
  },
  reconcile(world, name) {
    const namespace = world.store.get<Namespace>(NAMESPACES, undefined, name);
    if (!namespace?.metadata.deletionTimestamp) return;
    const content: { resource: string; object: KubeObject }[] = [];
    for (const { resource, object } of world.store.everything()) if (object.metadata.namespace === name) content.push({ resource, object });
    const fresh = content.filter(({ object }) => !object.metadata.deletionTimestamp);
    world.decide({
      object: referenceTo(namespace),
      verdict: content.length > 0 ? "emptied" : "finalized",
      rule: content.length > 0 ? "namespace/empty" : "namespace/finalize",
      evidence: [{ object: referenceTo(namespace), path: "metadata.deletionTimestamp", value: namespace.metadata.deletionTimestamp }],
      text: content.length > 0 ? `deleted the content of namespace \`${name}\`: ${content.length} objects are left.` : `let namespace \`${name}\` go: it is empty.`,
      ...(content.length > 0 && fresh.length === 0 ? { quiet: true } : {}),
      source: "pkg/controller/namespace/deletion/namespaced_resources_deleter.go",
    });
    if (content.length === 0) {
      world.handle({ verb: "update", resource: NAMESPACES.key, name, subresource: "finalize", body: { ...namespace, spec: {} } });
      return;
    }
    for (const { resource, object } of fresh) {
      const row = resourceByKey(resource, world.store.customResources);
      if (row) world.handle(remove(row, object.metadata, { propagationPolicy: "Background" }));
    }
  },
};
