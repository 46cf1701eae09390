import type { Pod } from "../../../api/types/pod.ts";
import type { Store } from "../../apiserver/store.ts";
import type { Environment } from "../env.ts";

/** What logs and commands are made from: the objects, the time, and what the kubelets keep in mind. */
export interface InsideContext {
  readonly store: Store;
  readonly nowMs: number;
  /**
   * The variables that a container was created with. Without it they are those that it would be created with now, which
   * differ once a ConfigMap, a Secret or a label has been changed.
   */
  readonly environmentOf?: (pod: Pod, containerName: string) => Environment | undefined;
  /** The log file of a container on the same node. Without it they are all empty: a container that writes its log does not read logs. */
  readonly readLog?: (pod: Pod, containerName: string) => string;
}
