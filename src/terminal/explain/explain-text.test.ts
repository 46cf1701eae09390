import { expect, test } from "vitest";
import { explainText } from "./explain-text.ts";

/* Texts recorded with kubectl v1.36.3 and a kube-apiserver v1.36.2, whose descriptions these are. */

const NAME = "io.k8s.api.apps.v1.DaemonSetUpdateStrategy";
const SCHEMAS = {
  [NAME]: {
    description: "DaemonSetUpdateStrategy is a struct used to control the update strategy for a DaemonSet.",
    type: "object",
    properties: {
      rollingUpdate: { description: 'Rolling update config params. Present only if type = "RollingUpdate".', allOf: [{ $ref: "#/components/schemas/io.k8s.api.apps.v1.RollingUpdateDaemonSet" }] },
      type: {
        description: 'Type of daemon set update. Can be "RollingUpdate" or "OnDelete". Default is RollingUpdate.\n\nPossible enum values:\n - `"OnDelete"` Replace the old daemons only when it\'s killed\n - `"RollingUpdate"` Replace the old daemons by new ones using rolling update i.e replace them on each node one after the other.',
        type: "string",
        enum: ["OnDelete", "RollingUpdate"],
      },
    },
  },
  "io.k8s.api.apps.v1.RollingUpdateDaemonSet": { type: "object", properties: { maxSurge: { type: "string" } }, required: ["maxSurge"] },
};
const SPEC = {
  type: "object",
  properties: {
    updateStrategy: { description: "An update strategy to replace existing DaemonSet pods with new pods.", allOf: [{ $ref: `#/components/schemas/${NAME}` }] },
    labels: { type: "object", additionalProperties: { type: "string" } },
  },
};

test("a field with fields, in lines of 80 characters", () => {
  expect(explainText(SCHEMAS, SPEC, ["updateStrategy"])).toBe(`FIELD: updateStrategy <DaemonSetUpdateStrategy>


DESCRIPTION:
    An update strategy to replace existing DaemonSet pods with new pods.
    DaemonSetUpdateStrategy is a struct used to control the update strategy for
    a DaemonSet.
    
FIELDS:
  rollingUpdate	<RollingUpdateDaemonSet>
    Rolling update config params. Present only if type = "RollingUpdate".

  type	<string>
  enum: OnDelete, RollingUpdate
    Type of daemon set update. Can be "RollingUpdate" or "OnDelete". Default is
    RollingUpdate.
    
    Possible enum values:
     - \`"OnDelete"\` Replace the old daemons only when it's killed
     - \`"RollingUpdate"\` Replace the old daemons by new ones using rolling
    update i.e replace them on each node one after the other.

`);
});

test("a field with values, one a line", () => {
  expect(explainText(SCHEMAS, SPEC, ["updateStrategy", "type"])).toMatch(/^FIELD: type <string>\nENUM:\n {4}OnDelete\n {4}RollingUpdate\n\nDESCRIPTION:\n {4}Type of daemon set update\./);
});

test("fields below fields, by name and type only", () => {
  expect(explainText(SCHEMAS, SPEC, [], { isRecursive: true })).toBe(`DESCRIPTION:
    <empty>
FIELDS:
  labels	<map[string]string>
  updateStrategy	<DaemonSetUpdateStrategy>
    rollingUpdate	<RollingUpdateDaemonSet>
      maxSurge	<string> -required-
    type	<string>
    enum: OnDelete, RollingUpdate
`);
});

test("nothing of a field that does not exist, or below one that has none", () => {
  expect(explainText(SCHEMAS, SPEC, ["nope"])).toBeUndefined();
  expect(explainText(SCHEMAS, SPEC, ["labels", "app"])).toBeUndefined();
});
