import type { Pod } from "../../api/types/pod.ts";

/** Names of the PersistentVolumeClaims that a pod's volumes use. */
export function claimNamesOf(pod: Pod): string[] {
  const volumes = pod.spec["volumes"] as readonly { readonly persistentVolumeClaim?: { readonly claimName?: string } }[] | undefined;
  return (volumes ?? []).flatMap((v) => v.persistentVolumeClaim?.claimName ?? []);
}
