/** The one context of this page's kubeconfig: who asks, and which cluster is asked. The names are those that `npm run serve` writes. */
export const CONTEXT = "cluster-playground";
export const USER = "kubernetes-admin";
/** Nothing listens there: the cluster is in the page. A name that a reader understands, for commands that print one. */
export const SERVER = "https://cluster.playground.local:6443";
