import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAME = "cluster-playground";

/**
 * Writes a kubeconfig that points kubectl at the server, for the owner's eyes only.
 * @returns its path, and how to be rid of it
 */
export function writeKubeconfig(server: string): { readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `${NAME}-`));
  const path = join(folder, "kubeconfig");
  writeFileSync(path, kubeconfigText(server), { mode: 0o600 });
  chmodSync(path, 0o600);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function kubeconfigText(server: string): string {
  return [
    "apiVersion: v1",
    "kind: Config",
    "clusters:",
    `- name: ${NAME}`,
    "  cluster:",
    `    server: ${server}`,
    // There is no TLS. kubectl does not mind; @kubernetes/client-node wants to be told before it speaks plain HTTP.
    "    insecure-skip-tls-verify: true",
    "users:",
    "- name: kubernetes-admin",
    "  user: {}",
    "contexts:",
    `- name: ${NAME}`,
    "  context:",
    `    cluster: ${NAME}`,
    "    user: kubernetes-admin",
    "    namespace: default",
    `current-context: ${NAME}`,
    "",
  ].join("\n");
}
