import type { Evidence } from "../../../api/decision.ts";
import { update } from "../../../api/request.ts";
import { REPLICASETS } from "../../../api/resources.ts";
import { deepEqual } from "../../../api/semantic.ts";
import type { Deployment } from "../../../api/types/deployment.ts";
import type { ReplicaSet } from "../../../api/types/replicaset.ts";
import { referenceTo } from "../../apiserver/describe.ts";
import type { ActorWorld } from "../../sim/actor.ts";
import { reserveRequest } from "../api-client.ts";
import { sizeAnnotations } from "./annotations.ts";
import type { DeploymentState } from "./state.ts";

/** A new size for a ReplicaSet, and why. */
export interface Scaling {
  readonly rs: ReplicaSet;
  readonly replicas: number;
  /** Stable id behind `deployment/`. */
  readonly rule: string;
  /** Ends the sentence "… because". */
  readonly because: string;
  /** Field of the Deployment that decided. */
  readonly path: string;
}

/**
 * Gives a ReplicaSet its new size, with the size of the Deployment noted on it, an Event and a decision.
 * @returns an error text when the sync has to be retried
 * Source: pkg/controller/deployment/sync.go scaleReplicaSet
 */
export function applyScaling(world: ActorWorld<DeploymentState>, d: Deployment, scaling: Scaling): string | undefined {
  const { metadata: { namespace, name } } = scaling.rs;
  const rs = world.store.get<ReplicaSet>(REPLICASETS, namespace, name);
  if (!rs) return `replicasets.apps "${name}" not found`;
  const annotations = { ...rs.metadata.annotations, ...sizeAnnotations(d) };
  const from = rs.spec.replicas;
  const isSameSize = from === scaling.replicas;
  if (isSameSize && deepEqual(annotations, rs.metadata.annotations)) return undefined;
  const next: ReplicaSet = { ...rs, metadata: { ...rs.metadata, annotations }, spec: { ...rs.spec, replicas: scaling.replicas } };
  reserveRequest(world.state, world.nowMs);
  const direction = from < scaling.replicas ? "up" : "down";
  const response = world.handle(update(REPLICASETS, next), isSameSize ? undefined : () => ({
    object: referenceTo(d),
    subject: referenceTo(rs),
    verdict: "scaled",
    rule: `deployment/${scaling.rule}`,
    evidence: evidenceOf(d, scaling),
    text: `scaled ReplicaSet \`${name}\` ${direction} from ${from} to ${scaling.replicas} because ${scaling.because}.`,
    source: "pkg/controller/deployment/sync.go scaleReplicaSet",
  }));
  if (!response.ok) return response.status.message ?? "";
  if (!isSameSize) tell(world, d, `Scaled ${direction} replica set ${name} from ${from} to ${scaling.replicas}`);
  return undefined;
}

/** The Event of a changed size. */
export function tell(world: ActorWorld<DeploymentState>, d: Deployment, message: string): void {
  if (world.event(d, "Normal", "ScalingReplicaSet", message)) reserveRequest(world.state, world.nowMs);
}

function evidenceOf(d: Deployment, { rs, path }: Scaling): Evidence[] {
  const value = path.split(".").reduce<unknown>((at, field) => (at as Readonly<Record<string, unknown>> | undefined)?.[field], d);
  return [
    { object: referenceTo(d), path, value },
    { object: referenceTo(rs), path: "status", value: rs.status },
  ];
}
