import { expect, test } from "vitest";
import { logsLine } from "./logs-line.ts";

const WISH = { container: "", isPrevious: false, hasTimes: false, isFollowing: true };

// Flags as `kubectl logs --help` of 1.36 has them.
test.each([
  ["a pod", { kind: "Pod", namespace: "default", name: "a", uid: "1" }, WISH, "kubectl logs a -f"],
  ["a container's former run", { kind: "Pod", namespace: "logging", name: "a", uid: "1" }, { ...WISH, container: "c", isPrevious: true }, "kubectl logs a -c c --previous -n logging"],
  ["all pods of a workload", { kind: "DaemonSet", namespace: "default", name: "d", uid: "1" }, { ...WISH, hasTimes: true }, "kubectl logs ds/d --all-pods -f --timestamps"],
  ["one of its pods", { kind: "Deployment", namespace: "default", name: "d", uid: "1" }, { ...WISH, podName: "d-x", isFollowing: false }, "kubectl logs d-x"],
] as const)("the line for %s", (_, selection, wish, line) => {
  expect(logsLine(selection, wish)).toBe(line);
});
