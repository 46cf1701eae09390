import type { Probe } from "../../api/types/pod.ts";

/** What a failing probe prints. Departure: the failure is told once, not each period. */
export function probeOutput(probe: Probe, podIP: string | undefined): string {
  const port = (probe["tcpSocket"] as { port?: number | string } | undefined)?.port;
  if (port !== undefined) return `dial tcp ${podIP ?? ""}:${port}: connect: connection refused`;
  return probe["httpGet"] ? "HTTP probe failed with statuscode: 503" : "command exited with 1";
}
