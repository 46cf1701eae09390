import { readFileSync, statSync } from "node:fs";
import { join, normalize, sep } from "node:path";
import type { Answer } from "../http/exchange.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml",
  json: "application/json", woff2: "font/woff2", png: "image/png", txt: "text/plain; charset=utf-8", md: "text/plain; charset=utf-8",
};
const HOUR = "public, max-age=3600";

/** Tells the page that the cluster is at the other end of a socket, not in a worker. */
const LIVE_MARK = '<meta name="cluster" content="live">';

/** A file of the built page; undefined if there is none. The document itself is marked as live. */
export function pageFile(folder: string, path: string): Answer | undefined {
  const relative = path === "" ? "index.html" : normalize(decoded(path)).replace(/^[/\\]+/, "");
  if (relative === ".." || relative.startsWith(`..${sep}`) || relative.includes("\0")) return undefined;
  const file = join(folder, relative);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  const type = TYPES[file.slice(file.lastIndexOf(".") + 1)] ?? "application/octet-stream";
  const isDocument = relative === "index.html";
  const bytes = readFileSync(file);
  const body = isDocument ? bytes.toString("utf8").replace(/<head>/, `<head>\n    ${LIVE_MARK}`) : bytes;
  const caching = isDocument ? "no-cache" : HOUR;
  return {
    kind: "whole", status: 200, body,
    headers: { "content-type": type, "cache-control": caching, "x-content-type-options": "nosniff", "x-frame-options": "SAMEORIGIN", "referrer-policy": "no-referrer" },
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A broken escape names no file.
    return "\0";
  }
}
