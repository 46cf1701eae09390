import type { DaemonSet } from "../../../api/types/daemonset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { clockText } from "../../sim/clock-text.ts";
import type { WaitingPod } from "./manage.ts";

/** Records which failed pods stay for now, and until when at least; once for each wait. */
export function noteWaitingPods(world: ActorWorld, ds: DaemonSet, waiting: readonly WaitingPod[]): void {
  for (const { pod, nodeName, untilMs, isNews } of waiting) {
    if (!isNews) continue;
    world.decide({
      object: referenceTo(ds),
      subject: referenceTo(pod),
      verdict: "waits",
      rule: "daemonset/failed-pod-back-off",
      evidence: [{ object: referenceTo(pod), path: "status.phase", value: "Failed" }],
      text: `left the failed pod \`${pod.metadata.name}\` on \`${nodeName}\` until ${clockText(untilMs)} at least: pods keep failing there, and each time it waits twice as long before it makes a new one.`,
      source: "pkg/controller/daemon/daemon_controller.go podsShouldBeOnNode",
    });
  }
}
