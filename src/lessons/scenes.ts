/** A cluster that the page can start with. `id`: the address asks for it, `?scene=id`. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  /** One line: what there is to see. */
  readonly text: string;
}

/** The first is the one that the page shows when the address asks for none. */
export const SCENES: readonly [Scene, ...Scene[]] = [
  { id: "a-daemonset-on-every-node", title: "A DaemonSet on every node", text: "One controller, one pod on each of three nodes." },
  { id: "three-controllers", title: "Three controllers, one new node", text: "DaemonSet, Deployment and StatefulSet side by side: who reacts?" },
];
