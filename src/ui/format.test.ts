import { expect, test } from "vitest";
import { clockText, count, cpuText, durationText, imageTag, memoryText, percent, shortImage } from "./format.ts";

test.each([
  [0, "00:00.0"],
  [41_250, "00:41.2"],
  [61_999, "01:01.9"],
  [3_600_000, "1:00:00"],
])("shows %i ms on the clock as %s", (ms, text) => expect(clockText(ms)).toBe(text));

// The forms of kubectl's AGE column (k8s.io/apimachinery duration.HumanDuration).
test.each([
  [-5, "0s"],
  [8_900, "8s"],
  [119_000, "119s"],
  [125_000, "2m5s"],
  [600_000, "10m"],
  [3 * 3600_000, "3h"],
  [3 * 3600_000 + 240_000, "3h4m"],
  [72 * 3600_000, "3d"],
])("shows a span of %i ms as %s", (ms, text) => expect(durationText(ms)).toBe(text));

test("spells cpu and memory as Kubernetes quantities", () => {
  expect([50, 1500, 4000].map(cpuText)).toEqual(["50m", "1500m", "4"]);
  expect([67_108_864, 8 * 1024 ** 3, 1000, 1536 * 1024 ** 2, 0].map(memoryText)).toEqual(["64Mi", "8Gi", "1000", "1536Mi", "0"]);
});

test("reads the tag of an image, also behind a registry with a port", () => {
  expect(imageTag("localhost:5000/logger")).toBe("latest");
  expect(imageTag("registry.k8s.io/pause:3.10")).toBe("3.10");
  expect(shortImage("fluent/fluent-bit:4.1")).toBe("fluent-bit:4.1");
});

test("shares and counts", () => {
  expect(percent(1, 3)).toBe(33);
  expect(percent(1, 0)).toBe(0);
  expect([count(1, "node"), count(0, "node")]).toEqual(["1 node", "0 nodes"]);
});
