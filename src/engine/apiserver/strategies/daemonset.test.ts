import { describe, expect, test } from "vitest";
import type { DaemonSet } from "../../../api/types/daemonset.ts";
import { TEMPLATE_GENERATION_ANNOTATION } from "../../../api/rollout.ts";
import { daemonSetStrategy } from "./daemonset.ts";

const CTX = { nowMs: 0 };

const container = { name: "agent", image: "registry.example/agent:v1", resources: { requests: { cpu: "100m" } } };
const sent = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "log-agent", namespace: "default", uid: "u", resourceVersion: "", creationTimestamp: "2026-01-01T00:00:00Z" },
  spec: { selector: { matchLabels: { app: "a" } }, template: { metadata: { labels: { app: "a" } }, spec: { containers: [container] } } },
} as unknown as DaemonSet;

function created(spec: Partial<DaemonSet["spec"]> = {}, rest: Partial<DaemonSet> = {}): DaemonSet {
  return daemonSetStrategy.prepareForCreate({ ...sent, ...rest, spec: { ...sent.spec, ...spec } }, CTX);
}

function updated(old: DaemonSet, change: (spec: DaemonSet["spec"]) => DaemonSet["spec"]): DaemonSet {
  return daemonSetStrategy.prepareForUpdate({ ...old, spec: change(old.spec) }, old, CTX);
}

const texts = (object: DaemonSet) => daemonSetStrategy.validate(object).map((e) => `${e.field}: ${e.text}`);

describe("a new DaemonSet", () => {
  // As a real API server 1.36.2 stored it.
  test("gets the defaults, generation 1 and an empty status", () => {
    expect(created()).toEqual({
      ...sent,
      metadata: { ...sent.metadata, generation: 1, annotations: { [TEMPLATE_GENERATION_ANNOTATION]: "1" } },
      spec: {
        selector: { matchLabels: { app: "a" } },
        template: {
          metadata: { labels: { app: "a" } },
          spec: {
            containers: [{ ...container, terminationMessagePath: "/dev/termination-log", terminationMessagePolicy: "File", imagePullPolicy: "IfNotPresent" }],
            restartPolicy: "Always",
            terminationGracePeriodSeconds: 30,
            dnsPolicy: "ClusterFirst",
            securityContext: {},
            schedulerName: "default-scheduler",
          },
        },
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        revisionHistoryLimit: 10,
      },
      status: { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
    });
  });

  test("has neither the status nor the generation of the client", () => {
    const status = { desiredNumberScheduled: 9, currentNumberScheduled: 9, numberReady: 9, numberMisscheduled: 3 };
    const object = created({}, { status, metadata: { ...sent.metadata, generation: 7 } });
    expect([object.metadata.generation, object.status.desiredNumberScheduled]).toEqual([1, 0]);
  });

  test("with only maxUnavailable gets maxSurge 0", () => {
    expect(created({ updateStrategy: { rollingUpdate: { maxUnavailable: "30%" } } }).spec.updateStrategy).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: "30%", maxSurge: 0 },
    });
  });

  test("with only maxSurge is refused, as maxUnavailable defaults to 1", () => {
    expect(texts(created({ updateStrategy: { rollingUpdate: { maxSurge: 1 } } }))).toEqual([
      "spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero",
    ]);
  });

  test("with OnDelete gets no numbers of its own", () => {
    expect(created({ updateStrategy: { type: "OnDelete" } }).spec.updateStrategy).toEqual({ type: "OnDelete" });
  });

  test("may not surge by more than everything", () => {
    expect(texts(created({ updateStrategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: "101%" } } }))).toEqual([
      'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: "101%": must not be greater than 100%',
    ]);
  });
});

describe("an update of a DaemonSet", () => {
  const old = created();

  test("that changes nothing is the old object", () => {
    expect(daemonSetStrategy.prepareForUpdate(structuredClone(old), old, CTX)).toBe(old);
  });

  test("of the template raises both generations", () => {
    const next = updated(old, (spec) => ({ ...spec, template: { ...spec.template, metadata: { labels: { app: "a", v: "2" } } } }));
    expect([next.metadata.generation, next.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION]]).toEqual([2, "2"]);
  });

  test("of something else in the spec raises only the generation and keeps the template", () => {
    const next = updated(structuredClone(old), (spec) => ({ ...spec, minReadySeconds: 5 }));
    expect([next.metadata.generation, next.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION]]).toEqual([2, "1"]);
  });

  test("of metadata raises nothing", () => {
    const next = daemonSetStrategy.prepareForUpdate({ ...old, metadata: { ...old.metadata, labels: { a: "b" } } }, old, CTX);
    expect([next.metadata.generation, next.spec === old.spec]).toEqual([1, true]);
  });

  test("cannot set status, generation or template generation", () => {
    const metadata = { ...old.metadata, generation: 9, annotations: { [TEMPLATE_GENERATION_ANNOTATION]: "9" } };
    expect(daemonSetStrategy.prepareForUpdate({ ...old, metadata, status: { ...old.status, numberReady: 3 } }, old, CTX)).toBe(old);
  });

  test("cannot change the selector, and says so first", () => {
    const next = updated(old, (spec) => ({ ...spec, selector: { matchLabels: { app: "other" } } }));
    expect(daemonSetStrategy.validateUpdate(next, old).map((e) => `${e.field}: ${e.text}`)).toEqual([
      'spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
      'spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`',
    ]);
  });

  test("of the status takes nothing else", () => {
    const status = { ...old.status, numberReady: 3 };
    const next = daemonSetStrategy.prepareForStatusUpdate({ ...old, status, spec: { ...old.spec, minReadySeconds: 9 } }, old);
    expect([next.status, next.spec]).toEqual([status, old.spec]);
  });
});

describe("the pod template", () => {
  const withSpec = (spec: object) => texts(created({ template: { metadata: { labels: { app: "a" } }, spec: { containers: [container], ...spec } } }));
  const path = "spec.template.spec";

  test.each([
    ["a mount without its volume", { containers: [{ ...container, volumeMounts: [{ name: "logs", mountPath: "/logs" }] }] }, [`${path}.containers[0].volumeMounts[0].name: Not found: "logs"`]],
    ["a volume with two sources", { volumes: [{ name: "v", emptyDir: {}, hostPath: { path: "/x" } }] }, [`${path}.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type`]],
    ["a hostPath without path", { volumes: [{ name: "v", hostPath: {} }] }, [`${path}.volumes[0].hostPath.path: Required value`]],
    ["a port out of range", { containers: [{ ...container, ports: [{ containerPort: 70000 }] }] }, [`${path}.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive`]],
    ["a host port taken twice", { containers: [{ ...container, ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 81, hostPort: 80 }] }] }, [`${path}.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"`]],
    ["a probe without handler", { containers: [{ ...container, livenessProbe: { periodSeconds: 5 } }] }, [`${path}.containers[0].livenessProbe: Required value: must specify a handler type`]],
    ["a liveness probe that wants two successes", { containers: [{ ...container, livenessProbe: { exec: { command: ["x"] }, successThreshold: 2 } }] }, [`${path}.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1`]],
    ["an unknown pull policy", { containers: [{ ...container, imagePullPolicy: "Sometimes" }] }, [`${path}.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"`]],
    ["an unknown field reference", { containers: [{ ...container, env: [{ name: "E", valueFrom: { fieldRef: { fieldPath: "metadata.foo" } } }] }] }, [`${path}.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.foo": error converting fieldPath: field label not supported: metadata.foo`]],
    ["a node selector that is no label", { nodeSelector: { "a b": "c" } }, [expect.stringMatching(/^spec\.template\.spec\.nodeSelector: Invalid value: "a b": name part must consist of/)]],
    ["affinity without terms", { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } } }, [`${path}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term`]],
  ])("may not have %s", (_, spec, errors) => {
    expect(withSpec(spec)).toEqual(errors);
  });

  test("names its labels without metadata, as the API server does", () => {
    const object = created({ template: { metadata: { labels: { app: "a", x: "not valid!" } }, spec: { containers: [container] } } });
    expect(texts(object)).toEqual([expect.stringMatching(/^spec\.template\.labels: Invalid value: "not valid!": a valid label must be/)]);
  });
});
