import { describe, expect, test } from "vitest";
import { imageFacts, imageId, resolvedImage } from "./images.ts";
import { lastLeaseRenewalMs } from "./lease.ts";

describe("an image", () => {
  test.each([
    ["nginx", "docker.io/library/nginx:latest"],
    ["nginx:1.27", "docker.io/library/nginx:1.27"],
    ["example/logger:v1", "docker.io/example/logger:v1"],
    ["registry.example/agent:v1", "registry.example/agent:v1"],
    ["localhost:5000/agent", "localhost:5000/agent:latest"],
  ])("%s is in full %s", (image, full) => {
    expect(resolvedImage(image)).toBe(full);
  });

  test("that the registry does not have fails with containerd's text", () => {
    expect(imageFacts("nope:1")).toEqual({
      kind: "missing",
      error: 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nope:1": failed to resolve reference "docker.io/library/nope:1": docker.io/library/nope:1: not found',
    });
  });

  test.each(["registry.example/agent:bad", "does-not-exist", "x/broken:v2", "log-agent:v1-typo"])("%s cannot be pulled", (image) => {
    expect(imageFacts(image).kind).toBe("missing");
  });

  test.each(["dgraph/badger:v4", "typography:1", "example/unbroken", "bad.example.com/agent:v1"])("%s can be pulled: it only contains such a word", (image) => {
    expect(imageFacts(image).kind).toBe("pullable");
  });

  test.each([["agent:crash", "crashes"], ["agent:notready", "never-ready"], ["agent:v1", "runs"], ["crash:v1", "runs"]])("%s: the app %s", (image, app) => {
    expect(imageFacts(image)).toMatchObject({ kind: "pullable", app });
  });

  test("takes 600 to 1800 ms to pull, more for a bigger one", () => {
    const all = Array.from({ length: 50 }, (_, i) => imageFacts(`app-${i}:v1`)).flatMap((f) => (f.kind === "pullable" ? [f] : []));
    expect(all.every((f) => f.pullMs[0] >= 600 && f.pullMs[1] <= 1800)).toBe(true);
    const bySize = [...all].sort((a, b) => a.sizeBytes - b.sizeBytes).map((f) => f.pullMs[0]);
    expect(bySize).toEqual([...bySize].sort((a, b) => a - b));
  });

  test("that is no reference has the kubelet's text", () => {
    expect(imageFacts("Not An Image")).toMatchObject({ kind: "invalid", error: expect.stringMatching(/couldn't parse image name "Not An Image": invalid reference format$/) as string });
  });

  test("has the same id wherever it is pulled", () => {
    expect(imageId("nginx:1.27")).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
    expect(imageId("nginx:1.27")).toBe(imageId("docker.io/library/nginx:1.27"));
  });
});

describe("the lease of a node", () => {
  test("is renewed each 10 s, at a phase of its own", () => {
    const times = Array.from({ length: 60 }, (_, s) => lastLeaseRenewalMs("uid-1", 100_000 + s * 1000));
    const steps = [...new Set(times)].map((t, i, all) => (i === 0 ? 10_000 : t - all[i - 1]!));
    expect(new Set(steps)).toEqual(new Set([10_000]));
    expect(new Set(["a", "b", "c", "d"].map((uid) => lastLeaseRenewalMs(uid, 100_000) % 10_000)).size).toBeGreaterThan(1);
  });

  test("is not renewed after the machine lost its power", () => {
    const last = lastLeaseRenewalMs("uid-1", 100_000, 100_000);
    expect(lastLeaseRenewalMs("uid-1", 400_000, 100_000)).toBe(last);
    expect(last).toBeGreaterThan(90_000);
  });
});
