import { expect, test } from "vitest";
import { CONTROLLERREVISIONS } from "../../api/resources.ts";
import type { ControllerRevision } from "../../api/types/controllerrevision.ts";
import { SimCluster } from "../testing/sim-cluster.ts";

/** The data of a recorded revision (Kubernetes 1.36.2), as it came over the wire. */
const RECORDED = '{"spec":{"template":{"$patch":"replace","metadata":{"labels":{"app":"log-agent"}},"spec":{"containers":[{"env":[{"name":"NODE_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}}],"image":"registry.example/agent:v1","imagePullPolicy":"IfNotPresent","name":"agent","resources":{"requests":{"cpu":"100m","memory":"64Mi"}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],"dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30,"tolerations":[{"effect":"NoSchedule","key":"node-role.kubernetes.io/control-plane","operator":"Exists"}]}}}}';

test("a revision's data has its members in Go's order, for kubectl compares it as text", () => {
  const sim = new SimCluster();
  sim.apply({
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "log-agent", namespace: "default", labels: { app: "log-agent" } },
    spec: {
      selector: { matchLabels: { app: "log-agent" } },
      template: {
        metadata: { labels: { app: "log-agent" } },
        spec: {
          tolerations: [{ key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" }],
          containers: [{
            name: "agent",
            image: "registry.example/agent:v1",
            env: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
            resources: { requests: { cpu: "100m", memory: "64Mi" } },
          }],
        },
      },
    },
  } as never);
  sim.runFor(1);
  const [revision] = [...sim.cluster.store.all<ControllerRevision>(CONTROLLERREVISIONS)];
  expect(JSON.stringify(revision!.data)).toBe(RECORDED);
});
