import type { Probe } from "../../api/types/pod.ts";

interface Handlers {
  readonly exec?: { readonly command?: readonly string[] };
  readonly httpGet?: { readonly scheme?: string; readonly host?: string; readonly port: number | string; readonly path?: string };
  readonly tcpSocket?: { readonly host?: string; readonly port: number | string };
  readonly grpc?: { readonly port: number; readonly service?: string };
}

/** `http-get http://:80/healthz delay=3s …`. Source: kubectl pkg/describe DescribeProbe (1.36) */
export function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds = 0, periodSeconds = 0, successThreshold = 0, failureThreshold = 0 } = probe;
  return `${handlerText(probe as Handlers)} delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
}

function handlerText({ exec, httpGet, tcpSocket, grpc }: Handlers): string {
  if (exec) return `exec [${(exec.command ?? []).join(" ")}]`;
  if (httpGet) return `http-get ${(httpGet.scheme ?? "HTTP").toLowerCase()}://${httpGet.host ?? ""}:${httpGet.port}${urlPath(httpGet.path ?? "/")}`;
  if (tcpSocket) return `tcp-socket ${tcpSocket.host ?? ""}:${tcpSocket.port}`;
  if (grpc) return `grpc <pod>:${grpc.port} ${grpc.service ?? ""}`;
  return "unknown";
}

/** As Go's url.URL writes a path: absolute, with what is special escaped. */
function urlPath(path: string): string {
  const escaped = encodeURI(path).replaceAll("?", "%3F").replaceAll("#", "%23");
  return escaped === "" || escaped.startsWith("/") ? escaped : `/${escaped}`;
}
