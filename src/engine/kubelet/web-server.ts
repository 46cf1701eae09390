import type { Container, Probe } from "../../api/types/pod.ts";

/** Images that serve their welcome page and nothing else, as they come. */
const STOCK = /^(?:docker\.io\/)?(?:library\/)?(?:nginx|httpd)(?::[^/]*)?(?:@.*)?$/;
const PORT = 80;
const PAGES: readonly string[] = ["/", "/index.html"];

/** What a stock web server makes of a request: nobody listens there, or it has no such page; undefined: it answers, or nothing is known. */
export type WebServerFault = "refused" | 404 | undefined;

/** Whether the container is an nginx or Apache as it comes: no command, no arguments, and no files of its own. */
export function isStockWebServer({ image, command, args, volumeMounts }: Container): boolean {
  return STOCK.test(image) && !command?.length && !args?.length && !(volumeMounts as readonly unknown[] | undefined)?.length;
}

/** A probe of a stock web server at a port or a page that it does not have. @param port where the probe goes, if that is a number */
export function webServerFault(probe: Probe, port: number | string): WebServerFault {
  const http = probe["httpGet"] as { readonly path?: string; readonly host?: string; readonly scheme?: string } | undefined;
  if (!http && !probe["tcpSocket"] && !probe["grpc"]) return undefined;
  if (http?.host) return undefined;
  if (port !== PORT) return "refused";
  const path = (http?.path ?? "/").replace(/\?.*$/, "");
  return http && http.scheme !== "HTTPS" && !PAGES.includes(path) ? 404 : undefined;
}
