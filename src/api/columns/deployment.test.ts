import { expect, test } from "vitest";
import { formatTime } from "../time.ts";
import type { Deployment } from "../types/deployment.ts";
import type { ReplicaSet } from "../types/replicaset.ts";
import { deploymentColumns } from "./deployment.ts";
import { replicaSetColumns } from "./replicaset.ts";

const metadata = { name: "web", namespace: "default", uid: "u", resourceVersion: "1", creationTimestamp: formatTime(0) };
const selector = { matchLabels: { app: "web" } };
const template = { spec: { containers: [{ name: "app", image: "nginx:1" }, { name: "side", image: "envoy:2" }] } };

test("a row of a Deployment counts ready ones of those wanted", () => {
  const d: Deployment = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { replicas: 3, selector, template, strategy: {}, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }, status: { readyReplicas: 2, updatedReplicas: 1 } };
  expect(deploymentColumns.map((c) => c.value(d, { nowMs: 5_000 }))).toEqual(["web", "2/3", 1, 0, "5s", "app,side", "nginx:1,envoy:2", "app=web"]);
  expect(deploymentColumns.map((c) => `${c.name}:${c.type}${c.priority ? "*" : ""}`)).toEqual(["Name:string", "Ready:string", "Up-to-date:string", "Available:string", "Age:string", "Containers:string*", "Images:string*", "Selector:string*"]);
});

test("a row of a ReplicaSet shows what is wanted, there and ready", () => {
  const rs: ReplicaSet = { apiVersion: "apps/v1", kind: "ReplicaSet", metadata, spec: { replicas: 3, selector, template }, status: { replicas: 3 } };
  expect(replicaSetColumns.map((c) => c.value(rs, { nowMs: 5_000 }))).toEqual(["web", 3, 3, 0, "5s", "app,side", "nginx:1,envoy:2", "app=web"]);
  expect(replicaSetColumns.map((c) => `${c.name}:${c.type}${c.priority ? "*" : ""}`)).toEqual(["Name:string", "Desired:integer", "Current:integer", "Ready:integer", "Age:string", "Containers:string*", "Images:string*", "Selector:string*"]);
});
