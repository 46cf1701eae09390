import { expect, test } from "vitest";
import type { Status } from "../../api/status.ts";
import { refusedFields } from "./refused-fields.ts";

function invalid(...causes: readonly { field: string; message: string }[]): Status {
  return {
    apiVersion: "v1", kind: "Status", metadata: {}, status: "Failure", reason: "Invalid", code: 422, message: "m",
    details: { causes: causes.map((c) => ({ reason: "FieldValueInvalid", ...c })) },
  };
}

test("puts what the API server refuses beside the question that asked for it", () => {
  const status = invalid(
    { field: "spec.updateStrategy.rollingUpdate.maxUnavailable", message: "Required value: cannot be 0 when maxSurge is 0" },
    { field: "spec.template.spec.tolerations[0].operator", message: "Invalid value" },
  );
  expect(refusedFields(status, [{ id: "type" }, { id: "maxUnavailable" }, { id: "maxSurge" }])).toEqual({
    maxUnavailable: "Required value: cannot be 0 when maxSurge is 0",
  });
  expect(refusedFields(status, [{ id: "tolerations" }])).toEqual({});
  expect(refusedFields(invalid({ field: "spec.taints[0]", message: "duplicate" }), [{ id: "taints" }])).toEqual({ taints: "duplicate" });
});
