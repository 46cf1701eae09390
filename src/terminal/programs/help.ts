import { print, type Process } from "../process.ts";

const TEXT = `A small shell over this page's cluster. kubectl is the real thing in miniature; k is short for it.

  kubectl get nodes                       kubectl explain daemonset.spec
  kubectl apply -f daemonset-simple.yaml  kubectl rollout status ds/node-logger
  kubectl get pods -o wide -w             kubectl logs -l app=node-logger

Files      ls cat edit (also vi, nano) cp mv rm touch tee
Text       grep sed awk wc head tail sort uniq cut tr tac base64 less xargs
Shell      | > >> < 2>&1 << && || ; $(...) $NAME for while if cd pwd export env alias history
And        watch sleep date seq clear help

Keys       Tab completes, arrows and Ctrl-R go through history, Ctrl-C stops, Ctrl-L clears,
           Esc leaves the terminal for the rest of the page.
`;

/** What there is here. */
export function* help(): Process {
  yield* print(TEXT);
  return 0;
}
