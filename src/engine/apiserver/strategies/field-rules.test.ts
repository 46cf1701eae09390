import { describe, expect, test } from "vitest";
import { NODES, PODS } from "../../../api/resources.ts";
import type { FieldError } from "../../../api/status.ts";
import type { KubeObject } from "../../../api/types/meta.ts";
import type { EnvVar, NodeSelectorTerm, PodSpec, ResourceRequirements, Toleration } from "../../../api/types/pod.ts";
import { defaultPullPolicy } from "../defaults-container.ts";
import suite from "../testdata/field-rules.json" with { type: "json" };
import { validateNodeSelector } from "./affinity.ts";
import { withDefaultTolerations } from "./default-tolerations.ts";
import { validateFieldRef, validateResourceFieldRef } from "./field-ref.ts";
import { validateResources } from "./resource-rules.ts";
import { strategyOf } from "./strategy.ts";
import { validateTolerations } from "./tolerations.ts";

type ValueFrom = NonNullable<EnvVar["valueFrom"]>;
interface PriorityCase { readonly classes: readonly { readonly name: string }[]; readonly podName: string; readonly spec: PodSpec }

const cases = suite.cases as readonly { name: string; fn: string; in: unknown; out: unknown }[];

describe("cases of Kubernetes' own unit tests", () => {
  test.each(cases.map((c) => [`${c.fn}: ${c.name}`, c] as const))("%s", (_, { fn, in: given, out }) => {
    if (fn === "admission.priority" && !(out as { error?: string }).error) expect(run(fn, given)).toMatchObject(out as object);
    else expect(run(fn, given)).toEqual(out);
  });
});

function run(fn: string, given: unknown): unknown {
  switch (fn) {
    case "validate.toleration":
      return errors(validateTolerations([given as Toleration], "tolerations"));
    case "validate.nodeTaints":
      return errors(strategyOf(NODES).validate({ ...named("Node", "n"), spec: { taints: given } } as KubeObject));
    case "validate.nodeSelector":
      return errors(validateNodeSelector(given as { nodeSelectorTerms: NodeSelectorTerm[] }, "").map(withoutDot));
    case "validate.containerResources":
      return errors(validateResources(given as ResourceRequirements, "resources"));
    case "validate.fieldRef": {
      const { where, fieldRef } = given as { where: "env" | "volume"; fieldRef: { fieldPath?: string } };
      return errors(validateFieldRef(fieldRef.fieldPath ?? "", "fieldRef", where));
    }
    case "validate.resourceFieldRef":
      return errors(validateResourceFieldRef((given as ValueFrom).resourceFieldRef!, "resourceFieldRef", "env"));
    case "admission.defaultTolerationSeconds":
      return withDefaultTolerations((given as { tolerations: Toleration[] }).tolerations);
    case "admission.priority":
      return admit(given as PriorityCase);
    case "pod.defaultImagePullPolicy":
      return defaultPullPolicy(given as string);
    default:
      throw new Error(`no such rule: ${fn}`);
  }
}

function admit({ classes, podName, spec }: PriorityCase): unknown {
  const priorityClasses = classes.map(({ name, ...fields }) => ({ ...named("PriorityClass", name), ...fields }));
  const pod = { ...named("Pod", podName), spec } as KubeObject;
  const why = strategyOf(PODS).forbids?.(pod, { nowMs: 0, priorityClasses });
  if (why !== undefined) return { error: `pods "${podName}" is forbidden: ${why}` };
  const admitted = strategyOf(PODS).prepareForCreate(pod, { nowMs: 0, priorityClasses }) as KubeObject & { spec: PodSpec };
  return { priorityClassName: "", ...admitted.spec };
}

function errors(list: readonly FieldError[]) {
  return { errors: list.map((e) => `${e.field}: ${e.text}`) };
}

function withoutDot(error: FieldError): FieldError {
  return { ...error, field: error.field.replace(/^\./, "") };
}

function named(kind: string, name: string): KubeObject {
  return { apiVersion: "v1", kind, metadata: { name, uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" } };
}
