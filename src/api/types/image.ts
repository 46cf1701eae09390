import type { KubeObject } from "./meta.ts";

/**
 * How a container image behaves, as an object of our own API group. It speaks for pods whose container names exactly
 * `spec.image`; what it leaves out goes by the name of the image, as for images without such an object. Changes hold
 * at once, also for containers that run.
 */
export interface Image extends KubeObject {
  readonly spec: {
    /** As pods write it: `registry.example/agent:1.0`. */
    readonly image: string;
    readonly sizeBytes?: number;
    /** Already on every node. */
    readonly preloaded?: boolean;
    /** How long a pull takes, or the container runtime's text when the registry refuses. */
    readonly pull?: { readonly seconds?: number; readonly error?: string };
    /** How much longer than usual the container takes from its creation until it runs. */
    readonly start?: { readonly seconds: number };
    /** Each run of the container ends so; `times` absent: for ever. */
    readonly run?: { readonly exitAfterSeconds: number; readonly exitCode?: number; readonly times?: number };
    /** Memory in use from the start of a run. */
    readonly memoryBytes?: number;
    /** What it takes more with each second of a run: a leak. */
    readonly memoryGrowthBytesPerSecond?: number;
    /** What the app makes of SIGTERM; absent: it ends well within a second. */
    readonly stop?: { readonly ignoresSigterm?: boolean; readonly afterSeconds?: number; readonly exitCode?: number };
    /** What probes of the app find; absent: it is well. */
    readonly probes?: { readonly httpStatus?: number; readonly tcpRefused?: boolean };
  };
}
