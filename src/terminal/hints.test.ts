import { expect, test } from "vitest";
import { hintFor } from "./hints.ts";

test.each([
  [
    "kubectl logs -l app=node-logger --field-selector spec.nodeName=minikube", "error: unknown flag: --field-selector\nSee 'kubectl logs --help' for usage.\n",
    "kubectl get pods -l app=node-logger --field-selector spec.nodeName=minikube -o name | xargs -r -n1 kubectl logs",
  ],
  [
    "kubectl logs --selector=app=x --field-selector=spec.nodeName=node-1 -n kube-system | head", "error: unknown flag: --field-selector\n",
    "kubectl get pods -l app=x --field-selector spec.nodeName=node-1 -n kube-system -o name | xargs -r -n1 kubectl logs -n kube-system",
  ],
  [
    "k scale ds/node-logger --replicas=2", "Error from server (NotFound): the server could not find the requested resource\n",
    `kubectl patch ds node-logger -p '{"spec":{"template":{"spec":{"nodeSelector":{"logging":"on"}}}}}'`,
  ],
  ["kubectl create daemonset x --image=nginx", "error: unknown flag: --image\nSee 'kubectl create --help' for usage.\n", "kubectl apply -f daemonset-simple.yaml"],
  [
    "kubectl rollout pause ds node-logger", 'error: daemonsets.apps "node-logger" pausing is not supported\n',
    `kubectl patch ds node-logger -p '{"spec":{"updateStrategy":{"type":"OnDelete","rollingUpdate":null}}}'`,
  ],
])("%s: what was meant", (line, stderr, better) => {
  expect(hintFor(line, stderr)?.line).toBe(better);
});

test("a node of the guide that is not here becomes one that is", () => {
  const line = "kubectl logs -l app=node-logger --field-selector spec.nodeName=minikube";
  expect(hintFor(line, "error: unknown flag: --field-selector\n", ["control-plane", "node-1"])).toEqual({
    text: "Some guides write --field-selector here, but kubectl logs has no such flag. First find the pods on that node, then read their logs. There is no node minikube here; node-1 is one.",
    line: "kubectl get pods -l app=node-logger --field-selector spec.nodeName=node-1 -o name | xargs -r -n1 kubectl logs",
  });
});

test.each([
  ["kubectl get pods --field-selector=x", "error: unknown flag: --field-selector"],
  ["kubectl scale deploy web --replicas=2", "Error from server (NotFound): deployments.apps \"web\" not found"],
  ["echo kubectl logs --field-selector a", "error: unknown flag: --field-selector"],
  ["kubectl logs 'open", "error: unknown flag: --field-selector"],
])("%s: nothing to say", (line, stderr) => {
  expect(hintFor(line, stderr)).toBeUndefined();
});
