import type { Pod } from "../../../api/types/pod.ts";
import type { StrategyContext } from "./contract.ts";

/**
 * Why a pod is refused for the account that it names. For `default` the plugin waits until there is one, which is as
 * long as the controller takes to make it; so nobody is refused for that here.
 * Source: plugin/pkg/admission/serviceaccount/admission.go getServiceAccount (1.36)
 */
export function accountForbids(pod: Pod, ctx: StrategyContext): string | undefined {
  const name = (pod.spec?.["serviceAccountName"] || pod.spec?.["serviceAccount"]) as string | undefined;
  const namespace = pod.metadata.namespace ?? "";
  if (!name || name === "default" || !ctx.hasServiceAccount || ctx.hasServiceAccount(namespace, name)) return undefined;
  return `error looking up service account ${namespace}/${name}: serviceaccount "${name}" not found`;
}
