import { describe, expect, test } from "vitest";
import type { Pod, PodSpec } from "../../../api/types/pod.ts";
import { podStrategy } from "./pod.ts";

const CTX = { nowMs: 0 };
const container = { name: "agent", image: "registry.example/agent:v1", resources: { requests: { cpu: "100m", memory: "64Mi" } } };

function sent(spec: Partial<PodSpec> = {}): Pod {
  const metadata = { name: "p", namespace: "default", uid: "u", resourceVersion: "", creationTimestamp: "2026-01-01T00:00:00Z" };
  return { apiVersion: "v1", kind: "Pod", metadata, spec: { containers: [container], ...spec }, status: {} };
}

const created = (spec: Partial<PodSpec> = {}) => podStrategy.prepareForCreate(sent(spec), CTX);
const changed = (old: Pod, spec: Partial<PodSpec>) => podStrategy.prepareForUpdate({ ...old, spec: { ...old.spec, ...spec } }, old, CTX);
const texts = (next: Pod, old: Pod) => podStrategy.validateUpdate(next, old).map((e) => `${e.field}: ${e.text}`);

describe("a new pod", () => {
  // As a real API server 1.36.2 stored it, but for the token volume.
  test("gets the defaults of pods, generation 1 and status Pending", () => {
    const tolerations = ["not-ready", "unreachable"].map((key) => ({ key: `node.kubernetes.io/${key}`, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 }));
    expect(created()).toEqual({
      ...sent(),
      metadata: { ...sent().metadata, generation: 1 },
      spec: {
        containers: [{ ...container, terminationMessagePath: "/dev/termination-log", terminationMessagePolicy: "File", imagePullPolicy: "IfNotPresent" }],
        restartPolicy: "Always",
        terminationGracePeriodSeconds: 30,
        dnsPolicy: "ClusterFirst",
        serviceAccountName: "default",
        serviceAccount: "default",
        securityContext: {},
        schedulerName: "default-scheduler",
        tolerations,
        priority: 0,
        enableServiceLinks: true,
        preemptionPolicy: "PreemptLowerPriority",
      },
      status: { phase: "Pending", qosClass: "Burstable" },
    });
  });

  test("requests what it limits, unless it says otherwise", () => {
    const resources = { limits: { cpu: "1", memory: "1Gi" }, requests: { cpu: "500m" } };
    expect(created({ containers: [{ ...container, resources }] }).spec.containers[0]?.resources?.requests).toEqual({ cpu: "500m", memory: "1Gi" });
  });

  test("on the host's network takes the host's ports", () => {
    const pod = created({ hostNetwork: true, containers: [{ ...container, ports: [{ containerPort: 9100 }] }] });
    expect(pod.spec.containers[0]?.ports).toEqual([{ containerPort: 9100, hostPort: 9100, protocol: "TCP" }]);
  });

  test("completes probes, volumes and references", () => {
    const probe = { httpGet: { port: 80 } };
    const env = [{ name: "N", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }];
    const { spec } = created({ volumes: [{ name: "a" }, { name: "b", hostPath: { path: "/b" } }, { name: "c", configMap: { name: "c" } }], containers: [{ ...container, env, livenessProbe: probe }] });
    expect(spec["volumes"]).toEqual([{ name: "a", emptyDir: {} }, { name: "b", hostPath: { path: "/b", type: "" } }, { name: "c", configMap: { name: "c", defaultMode: 420 } }]);
    expect(spec.containers[0]).toMatchObject({
      env: [{ name: "N", valueFrom: { fieldRef: { apiVersion: "v1", fieldPath: "spec.nodeName" } } }],
      livenessProbe: { httpGet: { port: 80, path: "/", scheme: "HTTP" }, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
    });
  });

  test("of an unknown priority class is forbidden", () => {
    expect(podStrategy.forbids?.(sent({ priorityClassName: "x" }), CTX)).toBe("no PriorityClass with name x was found");
  });
});

describe("an update of a pod", () => {
  const old = created();

  test("that changes nothing is the old object", () => {
    expect(podStrategy.prepareForUpdate(structuredClone(old), old, CTX)).toBe(old);
  });
  test("that takes away the default tolerations changes nothing", () => {
    expect(changed(old, { tolerations: [] })).toBe(old);
  });
  test("of an image is allowed and raises the generation", () => {
    const next = changed(old, { containers: [{ ...old.spec.containers[0]!, image: "other:1" }] });
    expect([texts(next, old), next.metadata.generation]).toEqual([[], 2]);
  });
  test("may add a toleration", () => {
    expect(texts(changed(old, { tolerations: [...old.spec.tolerations!, { key: "a", operator: "Exists" }] }), old)).toEqual([]);
  });
  test("may not change a toleration, except its seconds", () => {
    const tolerating = created({ tolerations: [{ key: "a", operator: "Exists", effect: "NoExecute", tolerationSeconds: 5 }] });
    const [first, ...rest] = tolerating.spec.tolerations!;
    expect(texts(changed(tolerating, { tolerations: [{ ...first!, tolerationSeconds: 9 }, ...rest] }), tolerating)).toEqual([]);
    expect(texts(changed(tolerating, { tolerations: [{ ...first!, key: "b" }, ...rest] }), tolerating)).toEqual([
      "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds",
    ]);
  });
  test("may not add a container", () => {
    expect(texts(changed(old, { containers: [...old.spec.containers, { ...container, name: "b" }] }), old)).toEqual([
      "spec.containers: Forbidden: pod updates may not add or remove containers",
    ]);
  });
  test("shows which line of the spec may not change", () => {
    const [text] = texts(changed(old, { nodeSelector: { disk: "ssd" } }), old);
    expect(text).toMatch(/^spec: Forbidden: pod updates may not change fields other than/);
    expect(text).toContain('\n- "NodeSelector": null,\n+ "NodeSelector": {\n+  "disk": "ssd"\n+ },\n');
  });
});
