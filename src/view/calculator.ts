import { bytes, cpuMillis } from "../api/quantity.ts";
import { isSidecar, podRequests } from "../api/resource-requests.ts";
import type { Container, PodSpec, ResourceRequirements } from "../api/types/pod.ts";

/** What one pod asks for and may use at most. CPU in thousandths, memory in bytes; a limit that is absent is no limit. */
export interface PodAsk {
  readonly cpuRequest: number;
  readonly memoryRequest: number;
  readonly cpuLimit: number | undefined;
  readonly memoryLimit: number | undefined;
}

/** A node by its allocatable: what pods may request there together. */
export interface NodeRoom {
  readonly name: string;
  readonly cpuMillis: number;
  readonly memoryBytes: number;
}

/** What a pod on every one of `nodes` nodes comes to. */
export interface FleetCost {
  /** Set aside by the scheduler, used or not. */
  readonly reserved: { readonly cpuMillis: number; readonly memoryBytes: number };
  /** The most that they may use together, set aside for nobody; undefined: no limit, so the whole node. */
  readonly ceiling: { readonly cpuMillis: number | undefined; readonly memoryBytes: number | undefined };
}

/** Parts of a node's allocatable, 0 to 1 and above: then it does not fit. A ceiling without limit is undefined. */
export interface NodeShare {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  readonly cpuCeiling: number | undefined;
  readonly memoryCeiling: number | undefined;
}

/**
 * The ask of a pod of a template. A container that has a limit and no request asks for its limit, as the API server
 * writes into the pod; the template stays without.
 * Source: kubernetes pkg/apis/core/v1/defaults.go SetDefaults_Pod, component-helpers resource/helpers.go PodLimits (1.36)
 */
export function askOf(spec: PodSpec): PodAsk {
  const requests = podRequests(withRequests(spec));
  const running = [...spec.containers, ...(spec.initContainers ?? []).filter(isSidecar)];
  return {
    cpuRequest: requests.cpuMillis,
    memoryRequest: requests.memoryBytes,
    cpuLimit: limitOf(running, "cpu", cpuMillis, spec),
    memoryLimit: limitOf(running, "memory", bytes, spec),
  };
}

export function fleetCost(ask: PodAsk, nodes: number): FleetCost {
  const times = (value: number | undefined) => (value === undefined ? undefined : value * nodes);
  return {
    reserved: { cpuMillis: ask.cpuRequest * nodes, memoryBytes: ask.memoryRequest * nodes },
    ceiling: { cpuMillis: times(ask.cpuLimit), memoryBytes: times(ask.memoryLimit) },
  };
}

export function nodeShare(ask: PodAsk, { name, cpuMillis: cpu, memoryBytes: memory }: NodeRoom): NodeShare {
  const part = (value: number, whole: number) => (whole > 0 ? value / whole : 0);
  return {
    name,
    cpu: part(ask.cpuRequest, cpu),
    memory: part(ask.memoryRequest, memory),
    cpuCeiling: ask.cpuLimit === undefined ? undefined : part(ask.cpuLimit, cpu),
    memoryCeiling: ask.memoryLimit === undefined ? undefined : part(ask.memoryLimit, memory),
  };
}

/**
 * Why the API would refuse it: a limit below the request, in its own words; undefined if it would not.
 * Source: kubernetes pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements (1.36)
 */
export function refusalOf({ cpuRequest, cpuLimit, memoryRequest, memoryLimit }: PodAsk): string | undefined {
  if (cpuLimit !== undefined && cpuLimit < cpuRequest) return `Invalid value: "${cpuQuantity(cpuRequest)}": must be less than or equal to cpu limit of ${cpuQuantity(cpuLimit)}`;
  if (memoryLimit !== undefined && memoryLimit < memoryRequest) return `Invalid value: "${inMebi(memoryRequest)}": must be less than or equal to memory limit of ${inMebi(memoryLimit)}`;
  return undefined;
}

const MEBI = 1024 ** 2;
const GIBI = 1024 ** 3;
const GIGA = 1000 ** 3;
const MEGA = 1000 ** 2;

/**
 * The same memory three ways: `1280Mi`, and what that equals: `= 1.25Gi ≈ 1.34 GB`. At most two decimals, and honest
 * about them. Below 1000 MB the last is in MB.
 */
export function memoryWays(value: number): { readonly mebi: string; readonly others: string } {
  const [unit, name] = value < GIGA ? [MEGA, "MB"] : [GIGA, "GB"];
  return { mebi: inMebi(value), others: `${equal(value / GIBI)}Gi ${equal(value / unit)} ${name}` };
}

/** CPU two ways: `500m` and `0.5`. */
export function cpuWays(millis: number): { readonly milli: string; readonly cores: string } {
  return { milli: `${millis}m`, cores: short(millis / 1000) };
}

/** A part of a whole as per cent with one decimal: `1.3%`. */
export function shareText(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}

function cpuQuantity(millis: number): string {
  return millis % 1000 === 0 ? `${millis / 1000}` : `${millis}m`;
}

function inMebi(value: number): string {
  return `${short(value / MEBI)}Mi`;
}

function equal(value: number): string {
  return `${Number(short(value)) === value ? "=" : "≈"} ${short(value)}`;
}

function short(value: number): string {
  return `${Math.round(value * 100) / 100}`;
}

function withRequests(spec: PodSpec): PodSpec {
  const filled = (c: Container): Container => (c.resources?.limits ? { ...c, resources: { ...c.resources, requests: { ...c.resources.limits, ...c.resources.requests } } } : c);
  return { ...spec, containers: spec.containers.map(filled), ...(spec.initContainers ? { initContainers: spec.initContainers.map(filled) } : {}) };
}

/** The sum over what runs at the same time; one without a limit makes the pod one without. A limit of the pod as a whole holds instead. */
function limitOf(running: readonly Container[], resource: "cpu" | "memory", read: (text: string | undefined) => number, spec: PodSpec): number | undefined {
  const whole = (spec["resources"] as ResourceRequirements | undefined)?.limits?.[resource];
  if (whole !== undefined) return read(whole);
  if (running.some((c) => c.resources?.limits?.[resource] === undefined)) return undefined;
  return running.reduce((sum, c) => sum + read(c.resources?.limits?.[resource]), 0);
}
