import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve, type Served } from "./server.ts";
import { rawAnswer } from "../server/testing/raw-answer.ts";

const HOST = "Host: localhost\r\n";
const CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
const H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n";
const bugs: unknown[] = [];
let server: Served;

beforeAll(async () => {
  const served = await serve({ host: "127.0.0.1", port: 0, nodes: 2, isEmpty: false, controllers: "*", hasKubelet: true, seed: 1, speed: 1, onError: (e) => bugs.push(e) });
  if ("error" in served) throw new Error(served.error);
  server = served;
});
afterAll(() => server.close());

const raw = (text: string, options?: { readonly half?: boolean }) => rawAnswer(server.url, text, options);
/** Status line and body. */
const parts = (answered: string) => [Number(/^HTTP\/1\.1 (\d+)/.exec(answered)?.[1] ?? 0), answered.slice(answered.indexOf("\r\n\r\n") + 4)] as const;

describe("a strange request is answered by a Status", () => {
  test.each<[string, string, number, string]>([
    ["without Host", "GET /healthz HTTP/1.1\r\n\r\n", 400, "missing required Host header"],
    ["with two hosts", `GET /healthz HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`, 400, "too many Host headers"],
    ["for another host in its target", `GET http://evil.example/healthz HTTP/1.1\r\n${HOST}\r\n`, 403, "does not answer for the host"],
    ["that announces a huge body and waits", `POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n`, 413, "Request entity too large: limit is 3145728"],
    ["that announces a huge body and sends it slowly", `POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}Content-Length: 99999999999\r\n\r\n{`, 413, "Request entity too large: limit is 3145728"],
    ["that expects something else", `POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}Expect: 200-maybe\r\nContent-Length: 2\r\n\r\n{}`, 417, "only 100-continue can be expected"],
    ["in bad chunks", `POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nzz\r\nhi\r\n`, 400, "malformed HTTP request: HPE_INVALID_CHUNK_SIZE"],
    ["with a length and chunks", `POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400, "malformed HTTP request"],
    ["with two lengths", `POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, 400, "malformed HTTP request"],
    ["for a tunnel", `CONNECT localhost:80 HTTP/1.1\r\n${HOST}\r\n`, 405, "the server does not allow this method"],
    ["OPTIONS", `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`, 405, "the server does not allow this method"],
    ["with dots in its path", `GET /api/v1/../../etc/passwd HTTP/1.1\r\n${HOST}\r\n`, 404, "could not find the requested resource"],
    ["with escaped dots", `GET /api/v1/namespaces/%2e%2e/pods/%2e%2e HTTP/1.1\r\n${HOST}\r\n`, 404, 'pods \\"..\\" not found'],
    ["with an escaped zero", `GET /api/v1/namespaces/default/pods/a%00b HTTP/1.1\r\n${HOST}\r\n`, 404, "not found"],
    ["with a zero", `GET /api/v1/\0nodes HTTP/1.1\r\n${HOST}\r\n`, 400, "malformed HTTP request"],
    ["with a very long target", `GET /api/v1/nodes?labelSelector=${"a".repeat(1_100_000)} HTTP/1.1\r\n${HOST}\r\n`, 431, "are too large"],
    ["of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, "malformed HTTP request"],
    ["of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "malformed HTTP request"],
  ])("%s", async (_, text, status, message) => {
    const [code, body] = parts(await raw(text));
    expect([code, body]).toEqual([status, expect.stringContaining(message)]);
    expect(body).toContain('"kind":"Status"');
  });

  test("cut off in the middle of its body", async () => {
    expect(parts(await raw(`POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}Content-Length: 20\r\n\r\n{}`, { half: true }))[0]).toBe(400);
  });
});

describe("a request that is only unusual is answered as any other", () => {
  test("several on one connection, in their order", async () => {
    const answered = await raw(`GET /healthz HTTP/1.1\r\n${HOST}\r\nGET /version HTTP/1.1\r\n${HOST}\r\nHEAD /api/v1/nodes HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
    expect(answered.match(/HTTP\/1\.1 \d+/g)).toEqual(Array(3).fill("HTTP/1.1 200"));
    expect(answered.indexOf("ok")).toBeLessThan(answered.indexOf("gitVersion"));
    expect(answered.endsWith("\r\n\r\n")).toBe(true);
  });

  test("a whole URL as its target, and a client that says that nothing more comes", async () => {
    expect(parts(await raw("GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", { half: true }))).toEqual([200, "ok"]);
  });

  test("a wish for HTTP/2 is passed over, also with a body and another request behind it", async () => {
    const body = '{"metadata":{"name":"h2c"}}';
    const answered = await raw(`POST ${CONFIGMAPS} HTTP/1.1\r\n${HOST}${H2C}Content-Length: ${body.length}\r\n\r\n${body}GET /healthz HTTP/1.1\r\n${HOST}\r\n`);
    expect(answered.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 201", "HTTP/1.1 200"]);
    expect(answered).toContain('"name":"h2c"');
  });
});

describe("whatever comes in", () => {
  const hasStatus = (answered: string) => answered === "" || /^HTTP\/1\.1 (?:100 Continue\r\n\r\n)?/.test(answered);
  const line = fc.oneof(
    fc.string(), fc.constantFrom("Content-Length: -1", "Content-Length: 5", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Upgrade: websocket", "Upgrade: h2c", "Connection: Upgrade", "Connection: close", "Expect: 100-continue", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "Accept: application/json;as=Table;v=v1;g=meta.k8s.io", "Accept: ;;q=,*/*", "Impersonate-Group: a", "Content-Type: ;", "If-None-Match: *"),
  );
  const target = fc.constantFrom("/", "//", "/api", "/api/v1/nodes?watch=1&timeoutSeconds=1", "/api/v1/pods?limit=1", "/api/v1/namespaces/default/pods/x/exec?command=ls", "/api/v1/namespaces/default/pods/x/log?follow=1", "/openapi/v2", "/openapi/v3/?hash", "/ui/live", "/%", "*", "?", "/apis/metrics.k8s.io/v1beta1/nodes/%00");
  const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "BREW");

  test("as HTTP: an answer or a closed connection, and the server goes on", async () => {
    await fc.assert(fc.asyncProperty(method, target, fc.array(line, { maxLength: 5 }), fc.string(), async (verb, where, lines, body) => {
      const answered = await rawAnswer(server.url, `${verb} ${where} HTTP/1.1\r\n${[HOST.trim(), ...lines].join("\r\n")}\r\n\r\n${body}`, { quietMs: 60 });
      expect(hasStatus(answered)).toBe(true);
    }), { numRuns: 80 });
    expect(parts(await raw(`GET /readyz HTTP/1.1\r\n${HOST}\r\n`))).toEqual([200, "ok"]);
  }, 30_000);

  test("as frames of a WebSocket: the connection closes, and the server goes on", async () => {
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const head = Buffer.from(`GET /api/v1/nodes?watch=1&timeoutSeconds=1 HTTP/1.1\r\n${HOST}${upgrade}\r\n`);
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
      expect(await rawAnswer(server.url, Buffer.concat([head, bytes]), { quietMs: 60 })).toMatch(/^HTTP\/1\.1 101 /);
    }), { numRuns: 20 });
    expect(parts(await raw(`GET /readyz HTTP/1.1\r\n${HOST}\r\n`))).toEqual([200, "ok"]);
  }, 30_000);

  test("as selectors, tokens and other parameters: a Status or an object", async () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z!=,()<> .]{0,12}$/), fc.constantFrom("a in (", "a==b,c!=d", "!a", "metadata.name=x,", "=", "%", "9".repeat(30), "-1", "NaN", "1e9", "All", "[]", "{}"));
    const name = fc.constantFrom("labelSelector", "fieldSelector", "continue", "limit", "resourceVersion", "resourceVersionMatch", "timeoutSeconds", "sendInitialEvents", "includeObject", "pretty", "dryRun", "gracePeriodSeconds", "propagationPolicy", "container", "tailLines", "sinceTime", "hash", "__proto__", "");
    const place = fc.constantFrom("/api/v1/pods", "/api/v1/nodes/node-1", "/apis/apps/v1/daemonsets", "/api/v1/namespaces/default/pods/none/log", "/apis/metrics.k8s.io/v1beta1/pods", "/openapi/v3/apis/apps/v1", "/apis");
    await fc.assert(fc.asyncProperty(place, fc.array(fc.tuple(name, text), { maxLength: 4 }), fc.boolean(), async (where, pairs, isTable) => {
      const query = pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
      const answered = await fetch(`${server.url}${where}?${query}`, { redirect: "manual", headers: isTable ? { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" } : {} });
      const body = await answered.text();
      expect(body).not.toContain("Internal error");
      if (answered.status !== 301) expect(JSON.parse(body)).toBeTypeOf("object");
    }), { numRuns: 200 });
  }, 30_000);

  test("as protobuf: a Status", async () => {
    const envelope = (type: readonly number[], message: Uint8Array) => Buffer.concat([Buffer.from("k8s\0"), Buffer.from([0x0a, type.length, ...type, 0x12, message.length & 0x7f]), message]);
    const typeMeta = (apiVersion: string, kind: string) => [0x0a, apiVersion.length, ...Buffer.from(apiVersion), 0x12, kind.length, ...Buffer.from(kind)];
    const type = fc.constantFrom(typeMeta("v1", "Pod"), typeMeta("apps/v1", "Deployment"), typeMeta("v1", "DeleteOptions"), typeMeta("v1", "Nope"), [0xff, 0xff]);
    await fc.assert(fc.asyncProperty(type, fc.uint8Array({ maxLength: 100 }), fc.constantFrom("POST", "DELETE", "PUT"), async (meta, message, verb) => {
      const where = verb === "POST" ? "/apis/apps/v1/namespaces/default/deployments" : "/apis/apps/v1/namespaces/default/deployments/none";
      const init: RequestInit = { method: verb, headers: { "content-type": "application/vnd.kubernetes.protobuf" }, body: envelope(meta, message) };
      const answered = await fetch(server.url + where, init);
      expect(await answered.json()).toMatchObject({ kind: "Status", status: "Failure", code: answered.status });
      expect(answered.status).toBeLessThan(500);
    }), { numRuns: 150 });
  }, 30_000);

  test("nothing of it was a bug", () => expect(bugs).toEqual([]));
});
