interface Known {
  readonly lines: readonly string[];
  readonly why: string;
}

/** Lines that do not print the same, and what it would take. Only ever shorten this list: a line that has become equal fails. */
const KNOWN: readonly Known[] = [
  { why: "kubectl prints typed objects as JSON in the order of Go's fields; the page's kubectl sorts them, as those that come from the server", lines: [
    "rollout history deploy/web --revision=1 -o json", "create cm c1 --from-file=k=ds.yaml --from-literal=x=y -o json",
  ] },
  { why: "paths of the API are not spoken here: there is no HTTP below the page's kubectl", lines: [
    "get --raw /healthz", "get --raw /api/v1/namespaces/default/pods/nope", "get --raw /nope", "replace --raw /nope -f ds.yaml",
    "get --raw /api/v1/namespaces/default/pods?limit=1", "get --raw /apis/apps/v1", "get --raw /version",
  ] },
  { why: "kinds that nothing here acts on are created from files", lines: [
    "create job j1 --image=busybox -- echo hi", "create cronjob c1 --image=busybox --schedule='* * * * *'", "create role r1 --verb=get --resource=pods",
    "create rolebinding rb1 --role=r1 --user=a", "create clusterrole cr1 --verb=get,list --resource=nodes",
  ] },
  { why: "scale looks first whether the object of a file is there; the real one asks for its scale at once", lines: ["scale -f ds.yaml --replicas=1"] },
  { why: "managedFields of what controllers wrote are not in the answers that the page gets", lines: [
    "get pods -o jsonpath={.items[99].metadata.name}", "get pods -o yaml --show-managed-fields -l run=toolbox",
  ] },
  { why: "kubectl keeps managedFields in what it last applied when an edit saves it", lines: ["[s/web:v1/web:v7/] edit deploy web --save-config"] },
  { why: "Go templates are not part of the page", lines: ["get pod toolbox -o go-template={{.metadata.name}}"] },
  { why: "no --local: set works on what is stored", lines: ["set image ds/agent logger=x:2 --local -o yaml", "set image -f ds.yaml agent=x:2 --local -o yaml"] },
];

const LINES = new Set(KNOWN.flatMap(({ lines }) => lines));

/** Whether it is known that this line prints something else. */
export function isKnown(line: string): boolean {
  return LINES.has(line);
}
