import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { serve, type Served } from "./server.ts";
import { rawAnswer } from "../server/testing/raw-answer.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- answers are looked at in many places, none of them typed
type Json = Record<string, any>;
type WatchEvent = { type: string; object: Json };

const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
const bugs: unknown[] = [];
let server: Served;

async function start(options: { readonly isEmpty: boolean }): Promise<Served> {
  const served = await serve({
    host: "127.0.0.1", port: 0, nodes: 2, controllers: "*", hasKubelet: true, seed: 1, speed: 1, onError: (e) => bugs.push(e), ...options,
  });
  if ("error" in served) throw new Error(served.error);
  return served;
}

beforeAll(async () => { server = await start({ isEmpty: true }); });
afterAll(() => server.close());

interface Answered { readonly status: number; readonly headers: Headers; readonly text: string; readonly body: Json }

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered> {
  const sent = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  const type: Record<string, string> = sent === undefined ? {} : { "content-type": "application/json" };
  const response = await fetch(server.url + path, { method, headers: { ...type, ...headers }, redirect: "manual", ...(sent === undefined ? {} : { body: sent }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: /json/.test(response.headers.get("content-type") ?? "") ? (JSON.parse(text) as Json) : {} };
}

const get = (path: string, headers?: Record<string, string>) => ask("GET", path, undefined, headers);
const configMap = (name: string, labels: Record<string, string> = {}) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, labels } });

/** Reads a watch until `enough`, or until the server ends it. */
async function watch(path: string, enough: (events: WatchEvent[]) => boolean, meanwhile: () => Promise<unknown> = async () => undefined, headers: Record<string, string> = {}): Promise<WatchEvent[]> {
  const abort = new AbortController();
  const response = await fetch(server.url + path, { signal: abort.signal, headers });
  const events: WatchEvent[] = [];
  let rest = "";
  const acted = meanwhile();
  for await (const chunk of response.body!) {
    rest += new TextDecoder().decode(chunk as Uint8Array);
    const lines = rest.split("\n");
    rest = lines.pop()!;
    events.push(...lines.map((line) => JSON.parse(line) as WatchEvent));
    if (enough(events)) break;
  }
  abort.abort();
  await acted;
  return events;
}

const named = (events: WatchEvent[]) => events.map((e) => `${e.type} ${e.object["metadata"].name}`);

describe("bodies and errors", () => {
  test("a body may be JSON without a media type, or YAML", async () => {
    expect((await ask("POST", CONFIGMAPS, configMap("plain"), { "content-type": "" })).status).toBe(201);
    const yaml = await ask("POST", CONFIGMAPS, "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: viayaml\n", { "content-type": "application/yaml" });
    expect(yaml).toMatchObject({ status: 201, body: { kind: "ConfigMap", metadata: { name: "viayaml", namespace: "default" } } });
    const endless = await ask("POST", CONFIGMAPS, "&a [*a, *a]", { "content-type": "application/yaml" });
    expect(endless).toMatchObject({ status: 400, body: { message: "the object provided is unrecognized (must be of type ConfigMap): yaml: anchor 'a' value contains itself (2661205b2a612c202a615d)" } });
  });

  // Recorded from kube-apiserver 1.36.2.
  test.each<[string, string, string, string | undefined, Record<string, string>, number, string]>([
    ["an unknown resource", "GET", "/api/v1/namespaces/default/foos", undefined, {}, 404, "the server could not find the requested resource"],
    ["a method that is not for collections", "PUT", "/api/v1/namespaces/default/pods", "{}", {}, 405, "the server does not allow this method on the requested resource"],
    ["no body", "POST", "/api/v1/namespaces/default/pods", "", {}, 400, "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)"],
    ["bad JSON", "POST", "/api/v1/namespaces/default/pods", "{bad", {}, 400, "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string ({bad)"],
    ["a body of another kind", "POST", CONFIGMAPS, "a: b", { "content-type": "text/plain" }, 415, "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf"],
    ["a patch that is only JSON", "PATCH", `${CONFIGMAPS}/plain`, "{}", {}, 415, "415: Unsupported Media Type"],
    ["a patch of bad JSON", "PATCH", `${CONFIGMAPS}/plain`, "{bad", { "content-type": "application/strategic-merge-patch+json" }, 400, "invalid character 'b' looking for beginning of object key string"],
    ["a bad dryRun", "POST", `${CONFIGMAPS}?dryRun=Foo`, JSON.stringify(configMap("dry")), {}, 422, 'CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Foo"]: supported values: "All"'],
    ["a bad fieldValidation", "POST", `${CONFIGMAPS}?fieldValidation=Foo`, JSON.stringify(configMap("dry")), {}, 422, 'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Foo": supported values: "", "Ignore", "Strict", "Warn"'],
    ["a bad propagation", "DELETE", `${CONFIGMAPS}/plain?propagationPolicy=Foo`, undefined, {}, 422, 'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Foo": supported values: "Foreground", "Background", "Orphan", "nil"'],
    ["a delete with a body of another kind", "DELETE", `${CONFIGMAPS}/plain`, '{"kind":"Foo","apiVersion":"v1"}', {}, 400, 'no kind "Foo" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"'],
    ["a delete with a body that is no object", "DELETE", CONFIGMAPS, "[1]", {}, 400, "json: cannot unmarshal array into Go value of type v1.DeleteOptions"],
    ["a delete with a wrong type in its options", "DELETE", `${CONFIGMAPS}/plain`, '{"gracePeriodSeconds":"x"}', {}, 400, "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64"],
    ["a duplicate key", "POST", `${CONFIGMAPS}?fieldValidation=Strict`, '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c4"},"data":{"a":"1","a":"2"}}', {}, 400, 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.a"'],
    ["a duplicate key in a body that does not say what it is", "POST", `${CONFIGMAPS}?fieldValidation=Strict`, '{"metadata":{"name":"c4"},"data":{"a":"1","a":"2"}}', {}, 400, 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.a"'],
    ["a bad continue token", "GET", "/api/v1/namespaces/default/pods?limit=1&continue=zzz", undefined, {}, 400, "invalid continue token: continue key is not valid: invalid character 'Ï' looking for beginning of value"],
    ["a resourceVersion beside a continue token", "GET", "/api/v1/namespaces/default/pods?limit=1&resourceVersion=1&continue=zzz", undefined, {}, 400, "specifying resource version is not allowed when using continue"],
    ["a bad limit", "GET", "/api/v1/namespaces/default/pods?limit=x", undefined, {}, 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ["resourceVersionMatch alone", "GET", "/api/v1/namespaces/default/pods?resourceVersionMatch=Exact", undefined, {}, 422, 'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided'],
    ["sendInitialEvents without watch", "GET", "/api/v1/namespaces/default/pods?sendInitialEvents=true", undefined, {}, 422, 'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'],
    ["a bad includeObject", "GET", "/api/v1/namespaces/default/pods?includeObject=X", undefined, { accept: TABLE }, 400, "Unable to convert to Table as requested: includeObject: Invalid value: \"X\": must be 'Metadata', 'Object', 'None', or empty"],
  ])("%s", async (_, method, path, body, headers, status, message) => {
    const answered = await ask(method, path, body, headers);
    expect(answered).toMatchObject({ status, body: { kind: "Status", status: "Failure", code: status, message } });
  });

  test("a resourceVersion of the future is refused, to be asked for again", async () => {
    const answered = await get("/api/v1/namespaces/default/pods?resourceVersion=99999999&resourceVersionMatch=Exact");
    expect(answered).toMatchObject({ status: 504, body: { reason: "Timeout", details: { causes: [{ reason: "ResourceVersionTooLarge" }], retryAfterSeconds: 1 } } });
    expect(answered.headers.get("retry-after")).toBe("1");
  });

  test("what is outside of all groups is no page, in plain text", async () => {
    for (const path of ["/nope", "/apis/foo/v1/bars"]) expect(await get(path)).toMatchObject({ status: 404, text: "404 page not found\n" });
  });

  test("an answer that nobody can give is 406, a body that is too large 413", async () => {
    expect(await get("/api/v1/pods", { accept: "application/xml" })).toMatchObject({ status: 406, body: { reason: "NotAcceptable" } });
    expect(await get("/api/v1/pods?watch=1", { accept: "application/yaml" })).toMatchObject({ status: 406, body: { reason: "NotAcceptable" } });
    expect(await ask("POST", CONFIGMAPS, "x".repeat(3_145_729))).toMatchObject({ status: 413, body: { message: "Request entity too large: limit is 3145728" } });
  });

  test("warnings are headers", async () => {
    const answered = await ask("POST", CONFIGMAPS, { ...configMap("warned"), foo: 1 });
    expect(answered.status).toBe(201);
    expect(answered.headers.get("warning")).toBe('299 - "unknown field \\"foo\\""');
  });

  test("fields are managed by the program that wrote them", async () => {
    await ask("POST", CONFIGMAPS, { ...configMap("managed"), data: { a: "1" } }, { "user-agent": "probe/1.0 (linux)" });
    expect((await get(`${CONFIGMAPS}/managed`)).body["metadata"].managedFields).toMatchObject([{ manager: "probe", operation: "Update" }]);
  });

  test("health, version and the list of paths are there", async () => {
    expect((await get("/readyz")).text).toBe("ok");
    expect((await get("/version")).body).toMatchObject({ major: "1", minor: "36" });
    expect((await get("/")).body["paths"]).toContain("/apis/apps/v1");
  });
});

describe("lists", () => {
  const lists = "/api/v1/namespaces/kube-public/configmaps";
  beforeAll(async () => {
    for (const name of ["a", "b", "c"]) await ask("POST", lists, configMap(name, { page: "1" }));
  });

  test("come in pieces, all of the moment of the first", async () => {
    const first = await get(`${lists}?labelSelector=page&limit=2`);
    expect(first.body["items"].map((o: Json) => o["metadata"].name)).toEqual(["a", "b"]);
    expect(first.body["metadata"].remainingItemCount).toBeUndefined();
    await ask("POST", lists, configMap("d", { page: "1" }));
    await ask("DELETE", `${lists}/c`);
    const second = await get(`${lists}?labelSelector=page&limit=2&continue=${first.body["metadata"].continue}`);
    expect(second.body["items"].map((o: Json) => o["metadata"].name)).toEqual(["c"]);
    expect(second.body["metadata"]).toEqual({ resourceVersion: first.body["metadata"].resourceVersion });
  });

  test("say how many are left", async () => {
    const { body } = await get("/api/v1/namespaces?limit=1");
    expect(body["metadata"].remainingItemCount).toBe((await get("/api/v1/namespaces")).body["items"].length - 1);
  });

  test("of a moment that is forgotten are Expired", async () => {
    expect(await get(`${lists}?resourceVersion=1&resourceVersionMatch=Exact`)).toMatchObject({ status: 410, body: { reason: "Expired", message: "The resourceVersion for the provided list is too old." } });
    const token = Buffer.from('{"v":"meta.k8s.io/v1","rv":1,"start":"/a\\u0000"}').toString("base64url");
    const expired = await get(`${lists}?limit=1&continue=${token}`);
    expect(expired).toMatchObject({ status: 410, body: { reason: "Expired", metadata: { continue: expect.any(String) } } });
    expect((await get(`${lists}?continue=${expired.body["metadata"].continue}`)).status).toBe(200);
  });

  test("are Tables for kubectl", async () => {
    const { body } = await get("/api/v1/namespaces", { accept: TABLE });
    expect(body).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1", columnDefinitions: [{ name: "Name", type: "string", format: "name", priority: 0 }, { name: "Status" }, { name: "Age" }] });
    expect(body["rows"][0]).toMatchObject({ cells: ["default", "Active", expect.stringMatching(/^\d+s$/)], object: { kind: "PartialObjectMetadata", metadata: { name: "default" } } });
    expect((await get("/api/v1/namespaces/default?includeObject=None", { accept: TABLE })).body["rows"]).toMatchObject([{ object: null }]);
    expect((await get("/api/v1/namespaces/default?includeObject=Object", { accept: TABLE })).body["rows"]).toMatchObject([{ object: { kind: "Namespace" } }]);
  });

  test("may be metadata only", async () => {
    const form = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    const { body } = await get("/api/v1/namespaces", { accept: form });
    expect(body).toMatchObject({ kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1" });
    expect(body["items"][0]).toEqual({ kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: expect.objectContaining({ name: "default" }) });
  });
});

describe("watches", () => {
  const watched = "/api/v1/namespaces/kube-system/configmaps";
  const create = (name: string, labels?: Record<string, string>) => ask("POST", watched, configMap(name, labels));
  const relabel = (name: string, labels: Record<string, string | null>) => ask("PATCH", `${watched}/${name}`, { metadata: { labels } }, { "content-type": "application/merge-patch+json" });

  test("without a resourceVersion begin with what is there, then tell of every change", async () => {
    await create("w1");
    const events = await watch(`${watched}?watch=1&fieldSelector=metadata.name%3Dw1`, (e) => e.length === 3, async () => {
      await relabel("w1", { x: "y" });
      await ask("DELETE", `${watched}/w1`);
    });
    expect(named(events)).toEqual(["ADDED w1", "MODIFIED w1", "DELETED w1"]);
    const [added, modified, deleted] = events.map((e) => Number(e.object["metadata"].resourceVersion));
    expect(modified).toBeGreaterThan(added!);
    expect(deleted).toBeGreaterThan(modified!);
  });

  test("after a resourceVersion tell what came since", async () => {
    const { body } = await get(watched);
    await create("w2");
    const events = await watch(`${watched}?watch=true&resourceVersion=${body["metadata"].resourceVersion}`, (e) => e.length === 2, () => create("w3"));
    expect(named(events)).toEqual(["ADDED w2", "ADDED w3"]);
  });

  test("after one that is forgotten end with one error", async () => {
    const events = await watch(`${watched}?watch=1&resourceVersion=1`, () => false);
    expect(events).toMatchObject([{ type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/) } }]);
  });

  test("as a streaming list mark the end of what was there", async () => {
    const events = await watch(`${watched}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&fieldSelector=metadata.name=w2`, (e) => e.length === 2);
    expect(events).toMatchObject([
      { type: "ADDED", object: { metadata: { name: "w2" } } },
      { type: "BOOKMARK", object: { kind: "ConfigMap", apiVersion: "v1", metadata: { annotations: { "k8s.io/initial-events-end": "true" } } } },
    ]);
  });

  test("with a selector: what begins to match is added, what ceases to is deleted in its new state", async () => {
    await create("w4");
    const events = await watch(`${watched}?watch=1&labelSelector=team%3Dred`, (e) => e.length === 2, async () => {
      await relabel("w4", { team: "red" });
      await relabel("w4", { team: "blue" });
    });
    expect(named(events)).toEqual(["ADDED w4", "DELETED w4"]);
    expect(events[1]!.object["metadata"].labels).toEqual({ team: "blue" });
  });

  test("in Tables name the columns once", async () => {
    const events = await watch(`${watched}?watch=1&fieldSelector=metadata.name=w4`, (e) => e.length === 2, () => relabel("w4", { z: "1" }), { accept: TABLE });
    expect(events.map((e) => e.object["columnDefinitions"] === null)).toEqual([false, true]);
    expect(events.map((e) => e.object["rows"][0].cells[0])).toEqual(["w4", "w4"]);
  });

  test("end when their time is over", async () => {
    const events = await watch(`${watched}?watch=1&timeoutSeconds=1&resourceVersion=0&allowWatchBookmarks=1&fieldSelector=metadata.name=none`, () => false);
    expect(events).toEqual([]);
  });

  test("of one object by name answer the object", async () => {
    expect((await get(`${watched}/w4?watch=1`)).body).toMatchObject({ kind: "ConfigMap" });
  });

  test("refuse what makes no sense", async () => {
    expect(await get(`${watched}?watch=1&resourceVersionMatch=NotOlderThan`)).toMatchObject({ status: 422 });
    expect(await get(`${watched}?watch=1&sendInitialEvents=true`)).toMatchObject({ status: 422 });
    expect(await get(`${watched}?watch=1&labelSelector=a%3D%3D%3Db`)).toMatchObject({ status: 400 });
    expect(await get(`${watched}?watch=1&resourceVersion=abc`)).toMatchObject({ status: 422 });
  });
});

describe("safety", () => {
  test("a page of another origin, or another name for this machine, gets nothing", async () => {
    expect(await get("/api/v1/pods", { origin: "http://evil.example" })).toMatchObject({ status: 403, body: { kind: "Status", reason: "Forbidden" } });
    expect(await rawAnswer(server.url, `GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 [\s\S]*"reason":"Forbidden"/);
    expect(await rawAnswer(server.url, `GET /api/v1/pods HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    const upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    expect(await rawAnswer(server.url, `GET /ui/live HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 403 /);
    const answered = await get("/api/v1/pods");
    expect(answered.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("an upgrade that leads nowhere gets a Status", async () => {
    const upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    expect(await rawAnswer(server.url, `GET /api/v1/namespaces/default/pods/none/exec?command=ls HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`)).toMatch(/^HTTP\/1\.1 404 [\s\S]*pods \\"none\\" not found/);
    expect(await rawAnswer(server.url, `POST /api/v1/namespaces/default/pods/none/portforward HTTP/1.1\r\nHost: localhost\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n`)).toMatch(/^HTTP\/1\.1 501 /);
    expect(await rawAnswer(server.url, `POST /api/v1/namespaces/default/pods/none/attach HTTP/1.1\r\nHost: localhost\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  });

  test("malformed HTTP is answered with a Status or cut off, and the server goes on", async () => {
    const lines = fc.array(fc.oneof(fc.string(), fc.constantFrom("GET / HTTP/1.1", "Host: localhost", "Content-Length: -1", "Transfer-Encoding: chunked", "POST /api/v1/pods HTTP/1.1", "")), { maxLength: 6 });
    await fc.assert(fc.asyncProperty(lines, async (text) => {
      const answered = await rawAnswer(server.url, `${text.join("\r\n")}\r\n\r\n`);
      expect(answered === "" || answered.startsWith("HTTP/1.1 ")).toBe(true);
    }), { numRuns: 20 });
    expect((await get("/readyz")).text).toBe("ok");
  });

  test("whatever the body, path and query are, a Status or an object comes back", async () => {
    const path = fc.constantFrom("/api/v1/namespaces/default/pods", "/apis/apps/v1/namespaces/default/daemonsets", "/api/v1/nodes", "/apis/apps/v1/namespaces/default/deployments/none", "/api/v1/namespaces/default/pods/none/eviction", "/api/v1/namespaces/default/pods/none/binding");
    const head = fc.constantFrom("", '{"apiVersion":"v1","kind":"Pod",', '{"apiVersion":"apps/v1","kind":"DaemonSet","spec":', "apiVersion: v1\nkind: Node\nmetadata: ", "[", "&a [*a, *a]");
    const body = fc.tuple(head, fc.oneof(fc.json(), fc.string(), fc.constantFrom("null}", '{"__proto__":{"x":1}}}', '"metadata":{"name":"a","labels":[1]}}'))).map((p) => p.join(""));
    const type = fc.constantFrom("application/json", "application/yaml", "application/strategic-merge-patch+json", "application/merge-patch+json", "application/json-patch+json", "application/apply-patch+yaml", "application/vnd.kubernetes.protobuf");
    const query = fc.constantFrom("", "?fieldManager=a&force=1", "?dryRun=All", "?fieldValidation=Strict", "?limit=-1&continue=%00", "?labelSelector=,&watch=0");
    await fc.assert(fc.asyncProperty(fc.constantFrom("POST", "PUT", "PATCH", "DELETE"), path, query, type, body, async (method, where, how, contentType, what) => {
      const answered = await ask(method, where + how, what, { "content-type": contentType });
      expect(answered.body["kind"]).toBeTypeOf("string");
      expect(answered.body["message"] ?? "").not.toContain("Internal error occurred");
    }), { numRuns: 300 });
    expect(({} as Json)["x"]).toBeUndefined();
    expect((await get("/api/v1/nodes")).status).toBe(200);
  }, 30_000);
});

test("stops within a second, and ends its watches", async () => {
  const other = await start({ isEmpty: false });
  const response = await fetch(`${other.url}/api/v1/nodes?watch=1`);
  const before = performance.now();
  await other.close();
  const rest = await response.text();
  expect(rest).toMatch(/"ADDED"/);
  expect(performance.now() - before).toBeLessThan(1_000);
});

test("nothing of all this was a bug", () => {
  expect(bugs).toEqual([]);
});
