import { serveEngine } from "../bridge/engine-host.ts";

// The worker's global scope is one end of the wire; the page holds the other.
serveEngine(self as unknown as DedicatedWorkerGlobalScope, {
  now: () => performance.now(),
  inside: async () => (await import("../engine/kubelet/inside.ts")).INSIDE,
});
