import type { DecisionDraft } from "../../api/decision.ts";
import { FAULTS } from "../../api/resources.ts";
import type { Fault, ImagePullFailureSpec } from "../../api/types/fault.ts";
import type { Wake } from "../sim/actor.ts";
import { faultEvidence, type FaultOf } from "./faults.ts";
import type { KubeletWorld } from "./pull.ts";

/**
 * Notices that an ImagePullFailure fault has begun or is over. Pods that wait are not woken: a kubelet learns of it only
 * when it tries again.
 */
export function notePullFault(world: KubeletWorld, name: string): readonly Wake[] {
  const { pullFaults } = world.state;
  const known = pullFaults.get(name);
  const fault = world.store.get<Fault>(FAULTS, undefined, name);
  if (known && known.metadata.uid !== fault?.metadata.uid) {
    pullFaults.delete(name);
    world.decide(decision(known, "pulls-repaired", `found that pulls of ${what(known.spec)} work again; what waits for its next try waits on.`));
  }
  if (fault?.spec.type !== "ImagePullFailure" || pullFaults.get(name)) return [];
  const begun = fault as FaultOf<ImagePullFailureSpec>;
  pullFaults.set(name, begun);
  world.decide(decision(begun, "pulls-broken", `found that pulls of ${what(begun.spec)} fail from now on (fault \`${name}\`); containers that run are not touched.`));
  return [];
}

function what({ image, nodeName }: ImagePullFailureSpec): string {
  return `${image === undefined ? "images" : `image \`${image}\``} on ${nodeName === undefined ? "any node" : `\`${nodeName}\``}`;
}

function decision(fault: FaultOf<ImagePullFailureSpec>, rule: string, text: string): DecisionDraft {
  const { nodeName } = fault.spec;
  const { name, uid } = fault.metadata;
  return {
    object: { kind: "Fault", name, uid },
    ...(nodeName === undefined ? {} : { subject: { kind: "Node", name: nodeName } }),
    verdict: rule,
    rule: `kubelet/${rule}`,
    evidence: [faultEvidence(fault)],
    text,
    source: "pkg/kubelet/images/image_manager.go",
  };
}
