import { expect, test } from "vitest";
import { create, patch } from "../../../api/request.ts";
import { IMAGES, SIM_GROUP } from "../../../api/resources.ts";
import { SimCluster } from "../../testing/sim-cluster.ts";

function refusal(spec: object): string | undefined {
  const response = new SimCluster().try(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "agent" }, spec } as never, { fieldValidation: "Strict" }));
  return response.ok ? undefined : response.status.message;
}

test.each([
  [{ image: "a:1", sizeBytes: 1, preloaded: true, pull: { seconds: 0.5 }, run: { exitAfterSeconds: 1, exitCode: 0 }, stop: { ignoresSigterm: true }, probes: { httpStatus: 500 } }, undefined],
  [{}, "spec.image: Required value"],
  [{ image: "a:1", run: { exitCode: 1 } }, "spec.run.exitAfterSeconds: Required value"],
  [{ image: "a:1", probes: { httpStatus: 42 } }, "spec.probes.httpStatus: Invalid value: 42: must be between 100 and 599, inclusive"],
  [{ image: "a:1", run: { exitAfterSeconds: -1 } }, "spec.run.exitAfterSeconds: Invalid value: -1: must be between 0 and 86400, inclusive"],
  [{ image: "a:1", mood: "good" }, 'unknown field "spec.mood"'],
])("an Image object %j", (spec, text) => {
  if (text === undefined) expect(refusal(spec)).toBeUndefined();
  else expect(refusal(spec)).toContain(text);
});

test("an Image object may be changed, which counts a generation", () => {
  const sim = new SimCluster();
  sim.send(create(IMAGES, { apiVersion: `${SIM_GROUP}/v1`, kind: "Image", metadata: { name: "agent" }, spec: { image: "a:1" } } as never));
  expect(sim.send(patch(IMAGES, { name: "agent" }, { spec: { memoryBytes: 5 } }, { patchType: "merge" }))).toMatchObject({ metadata: { generation: 2 }, spec: { image: "a:1", memoryBytes: 5 } });
});
