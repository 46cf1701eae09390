import { expect, test } from "vitest";
import type { PodSpec } from "../api/types/pod.ts";
import { askOf, cpuWays, fleetCost, memoryWays, nodeShare, refusalOf, shareText } from "./calculator.ts";

const MI = 1024 ** 2;

/** The guide's block of resources. */
const GUIDE: PodSpec = { containers: [{ name: "logger", image: "x", resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "100m", memory: "128Mi" } } }] };

test("the guide's ten nodes: 640Mi are reserved, 1280Mi = 1.25Gi ≈ 1.34 GB are the ceiling", () => {
  const { reserved, ceiling } = fleetCost(askOf(GUIDE), 10);
  expect({ reserved: { cpu: cpuWays(reserved.cpuMillis), memory: memoryWays(reserved.memoryBytes) }, ceiling: { cpu: cpuWays(ceiling.cpuMillis!), memory: memoryWays(ceiling.memoryBytes!) } }).toEqual({
    reserved: { cpu: { milli: "500m", cores: "0.5" }, memory: { mebi: "640Mi", others: "≈ 0.63Gi ≈ 671.09 MB" } },
    ceiling: { cpu: { milli: "1000m", cores: "1" }, memory: { mebi: "1280Mi", others: "= 1.25Gi ≈ 1.34 GB" } },
  });
});

test("a limit without a request is the request, and one container without a limit leaves the pod without", () => {
  const ask = askOf({ containers: [{ name: "a", image: "x", resources: { limits: { memory: "128Mi" } } }, { name: "b", image: "x", resources: { requests: { cpu: "1" }, limits: { memory: "64Mi" } } }] });
  expect(ask).toEqual({ cpuRequest: 1000, memoryRequest: 192 * MI, cpuLimit: undefined, memoryLimit: 192 * MI });
  expect(fleetCost(ask, 3).ceiling).toEqual({ cpuMillis: undefined, memoryBytes: 576 * MI });
});

test("a share is of the node's allocatable", () => {
  const share = nodeShare(askOf(GUIDE), { name: "node-1", cpuMillis: 4000, memoryBytes: 8192 * MI });
  expect([share.cpu, share.memory, share.cpuCeiling!, share.memoryCeiling!].map(shareText)).toEqual(["1.3%", "0.8%", "2.5%", "1.6%"]);
});

test("a limit below the request is refused in the API's words", () => {
  expect(refusalOf({ cpuRequest: 50, cpuLimit: 100, memoryRequest: 64 * MI, memoryLimit: 32 * MI })).toBe('Invalid value: "64Mi": must be less than or equal to memory limit of 32Mi');
  expect(refusalOf(askOf(GUIDE))).toBeUndefined();
});
