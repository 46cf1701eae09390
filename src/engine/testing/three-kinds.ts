import { create } from "../../api/request.ts";
import { DEPLOYMENTS, PODS, STATEFULSETS } from "../../api/resources.ts";
import { deploymentObject } from "./deployment-object.ts";
import { daemonSetObject, SimCluster } from "./sim-cluster.ts";

/** Three nodes; DaemonSet agent, Deployment web, StatefulSet db, and a pod of two containers that nobody manages; at rest. */
export function threeKinds(): SimCluster {
  const sim = new SimCluster(7);
  for (const name of ["node-1", "node-2", "node-3"]) sim.addNode(name);
  sim.settle();
  sim.apply(daemonSetObject("agent"));
  sim.send(create(DEPLOYMENTS, deploymentObject({ replicas: 3 }) as never));
  sim.send(create(STATEFULSETS, {
    apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "db", namespace: "default" },
    spec: {
      replicas: 2, serviceName: "db", selector: { matchLabels: { app: "db" } },
      template: { metadata: { labels: { app: "db" } }, spec: { containers: [{ name: "redis", image: "redis:7.4", ports: [{ containerPort: 6379 }] }] } },
    },
  } as never));
  sim.send(create(PODS, {
    apiVersion: "v1", kind: "Pod", metadata: { name: "toolbox", namespace: "default", labels: { run: "toolbox" } },
    spec: {
      nodeName: "node-3",
      containers: [
        { name: "toolbox", image: "busybox", command: ["sleep", "1d"] },
        { name: "sidecar", image: "busybox", command: ["sh", "-c", "while true; do echo hi; sleep 5; done"] },
      ],
    },
  } as never));
  sim.settle();
  return sim;
}
