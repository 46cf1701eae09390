import { describe, expect, test } from "vitest";
import { readManifests } from "../../api/manifest.ts";
import type { Status } from "../../api/status.ts";
import { lineOfFailure } from "./failure-line.ts";

const TEXT = `apiVersion: v1
kind: ServiceAccount
metadata:
  name: first
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  template:
    spec:
      hostNetwrk: true
      containers:
        - name: agent
          image: ""
`;

function status(message: string, field?: string): Status {
  const details = field === undefined ? {} : { details: { causes: [{ reason: "FieldValueRequired", message, field }] } };
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code: 422, message, ...details };
}

describe("the line of what was refused", () => {
  const document = readManifests(TEXT).documents[1]!;
  test.each([
    ["of an unknown field", status('strict decoding error: unknown field "spec.template.spec.hostNetwrk"'), 13],
    ["of an invalid value", status("Required value", "spec.template.spec.containers[0].image"), 16],
    ["of the parent of a missing field", status("Required value", "spec.template.spec.containers[0].command"), 15],
    ["of the document, if no field is named", status("forbidden"), 6],
  ])("is that %s", (_, failure, line) => {
    expect(lineOfFailure(document, failure)).toBe(line);
  });
});
