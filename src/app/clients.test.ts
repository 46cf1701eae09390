import { request as httpRequest } from "node:http";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { serve, type Served } from "./server.ts";

/** What other clients than kubectl send, as far as it is theirs: Helm, k9s, Headlamp, the Python client, old kubectls. */

// oxlint-disable-next-line typescript/no-explicit-any -- answers are looked at in many places, none of them typed
type Json = Record<string, any>;

const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";
const bugs: unknown[] = [];
let server: Served;
let pod = "";

beforeAll(async () => {
  const served = await serve({ host: "127.0.0.1", port: 0, nodes: 2, isEmpty: false, controllers: "*", hasKubelet: true, seed: 1, speed: 60, onError: (e) => bugs.push(e) });
  if ("error" in served) throw new Error(served.error);
  server = served;
  pod = await vi.waitFor(async () => {
    const { body } = await ask("GET", "/api/v1/namespaces/default/pods?fieldSelector=status.phase%3DRunning");
    return body["items"][0].metadata.name as string;
  }, { timeout: 5_000 });
});
afterAll(() => server.close());

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<{ readonly status: number; readonly body: Json; readonly headers: Headers }> {
  const response = await fetch(server.url + path, { method, headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith("{") ? (JSON.parse(text) as Json) : { text } };
}

describe("Helm", () => {
  const secrets = "/api/v1/namespaces/default/secrets";
  const labels = (status: string) => ({ name: "web", owner: "helm", status, version: "1" });
  const release = (status: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "sh.helm.release.v1.web.v1", creationTimestamp: null, labels: labels(status) }, data: { release: Buffer.from("a release").toString("base64") }, type: "helm.sh/release.v1" });
  const deployment = (replicas: number) => ({
    apiVersion: "apps/v1", kind: "Deployment",
    metadata: { name: "web", labels: { "app.kubernetes.io/managed-by": "Helm" }, annotations: { "meta.helm.sh/release-name": "web", "meta.helm.sh/release-namespace": "default" } },
    spec: { replicas, selector: { matchLabels: { app: "web" } }, template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } } },
  });

  test("installs: keeps its release in a Secret and finds it by labels", async () => {
    expect((await ask("GET", `${secrets}?labelSelector=name%3Dweb%2Cowner%3Dhelm`)).body["items"]).toEqual([]);
    expect((await ask("POST", secrets, release("pending-install"), { "user-agent": "Helm/3.19.0" })).status).toBe(201);
    expect((await ask("GET", "/apis/apps/v1/namespaces/default/deployments/web")).status).toBe(404);
    expect((await ask("POST", "/apis/apps/v1/namespaces/default/deployments?fieldManager=helm", deployment(1))).status).toBe(201);
    expect((await ask("PUT", `${secrets}/sh.helm.release.v1.web.v1`, release("deployed"))).status).toBe(200);
    const found = await ask("GET", `/api/v1/secrets?labelSelector=owner%3Dhelm%2Cstatus%3Ddeployed`);
    expect(found.body["items"]).toMatchObject([{ type: "helm.sh/release.v1", data: release("deployed").data, metadata: { labels: labels("deployed") } }]);
  });

  test("upgrades: Helm 3 by a strategic patch, Helm 4 by an apply that takes over what Helm 3 wrote", async () => {
    const at = "/apis/apps/v1/namespaces/default/deployments/web";
    const patched = await ask("PATCH", `${at}?fieldManager=helm`, { spec: { replicas: 2 } }, { "content-type": "application/strategic-merge-patch+json" });
    expect(patched).toMatchObject({ status: 200, body: { spec: { replicas: 2 } } });
    const applied = await ask("PATCH", `${at}?fieldManager=helm&fieldValidation=Strict&force=true`, deployment(3), { "content-type": "application/apply-patch+yaml" });
    expect(applied).toMatchObject({ status: 200, body: { spec: { replicas: 3 }, metadata: { annotations: { "meta.helm.sh/release-name": "web" } } } });
    expect(applied.body["metadata"].managedFields.map((f: Json) => `${f["manager"]} ${f["operation"]}`)).toContain("helm Apply");
  });
});

describe("k9s", () => {
  test("lists whole objects in Tables, and asks what it may", async () => {
    const pods = await ask("GET", "/api/v1/pods?includeObject=Object", undefined, { accept: TABLE });
    expect(pods.body).toMatchObject({ kind: "Table", rows: expect.arrayContaining([expect.objectContaining({ object: expect.objectContaining({ kind: "Pod", spec: expect.anything() }) })]) });
    const review = { kind: "SelfSubjectAccessReview", apiVersion: "authorization.k8s.io/v1", spec: { resourceAttributes: { verb: "list", group: "metrics.k8s.io", resource: "nodes" } } };
    expect((await ask("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review)).body["status"]).toEqual({ allowed: true });
    expect((await ask("GET", "/apis/metrics.k8s.io/v1beta1/nodes", undefined, { accept: "application/vnd.kubernetes.protobuf,application/json" })).body["items"]).toHaveLength(2);
    expect((await ask("GET", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?resourceVersion=0&limit=500")).body["kind"]).toBe("CustomResourceDefinitionList");
  });
});

describe("Headlamp", () => {
  test("watches over a WebSocket: an event is a message", async () => {
    const { frames, protocol } = await socket("/api/v1/nodes?watch=1&resourceVersion=0&timeoutSeconds=1", "base64.binary.k8s.io");
    expect(protocol).toBe("base64.binary.k8s.io");
    expect(frames.slice(0, 2).map((f) => [f.opcode, (JSON.parse(f.text) as Json)["object"].metadata.name])).toEqual([[1, "node-1"], [1, "node-2"]]);
  });

  test("follows a log over a WebSocket, in base64", async () => {
    const { frames } = await socket(`/api/v1/namespaces/default/pods/${pod}/log?follow=true&tailLines=2`, "base64.binary.k8s.io", (all) => all.length > 0);
    expect(Buffer.from(frames[0]!.text, "base64").toString()).toMatch(/^(?:\S.*\n){2}$/);
  });

  test("asks for a list over a WebSocket and gets a list, for there is nothing to stream", async () => {
    await expect(socket("/api/v1/nodes", "base64.binary.k8s.io")).rejects.toThrow("200");
    await expect(socket("/api/v1/nope?watch=1", "base64.binary.k8s.io")).rejects.toThrow("404");
  });
});

describe("exec of other clients", () => {
  const exec = (command: string, stdin: boolean) => `/api/v1/namespaces/default/pods/${pod}/exec?command=${command}&stdin=${stdin}&stdout=true&stderr=true`;
  const channel = (frames: readonly Frame[], number: number) => frames.filter((f) => f.text.codePointAt(0) === number).map((f) => f.text.slice(1)).join("");

  test("a shell answers line by line, in text frames as Python sends them, until it is left", async () => {
    const { frames } = await socket(exec("/bin/sh", true), "v4.channel.k8s.io", undefined, async (send, seen) => {
      send(1, "\0hostname\n");
      await vi.waitFor(() => expect(channel(seen(), 1)).toBe(`${pod}\n`), { timeout: 2_000 });
      send(1, "\0echo bye\nexit 3\n");
    });
    expect(channel(frames, 1)).toBe(`${pod}\nbye\n`);
    expect(JSON.parse(channel(frames, 3))).toMatchObject({ reason: "NonZeroExitCode", details: { causes: [{ reason: "ExitCode", message: "3" }] } });
  });

  test("channels may be digits before base64", async () => {
    const { frames, protocol } = await socket(exec("hostname", false), "base64.channel.k8s.io");
    expect(protocol).toBe("base64.channel.k8s.io");
    expect(frames.filter((f) => f.opcode === 1).map((f) => `${f.text[0]} ${Buffer.from(f.text.slice(1), "base64").toString()}`)[0]).toBe(`1 ${pod}\n`);
  });
});

describe("as somebody else", () => {
  const whoami = async (headers: Record<string, string>) => (await ask("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" }, headers)).body["status"]?.userInfo as Json;

  test("whoami is whom the request is made as", async () => {
    expect(await whoami({})).toMatchObject({ username: "kubernetes-admin" });
    expect(await whoami({ "impersonate-user": "jane" })).toEqual({ username: "jane", groups: ["system:authenticated"] });
    expect(await whoami({ "impersonate-user": "jane", "impersonate-group": "dev, ops", "impersonate-uid": "7", "impersonate-extra-scopes": "a" })).toEqual({ username: "jane", uid: "7", groups: ["dev", "ops", "system:authenticated"], extra: { scopes: ["a"] } });
    expect((await whoami({ "impersonate-user": "system:serviceaccount:default:builder" }))["groups"]).toEqual(["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"]);
  });

  test("groups without a user are an error", async () => {
    const answered = await ask("GET", "/api/v1/nodes", undefined, { "impersonate-group": "dev" });
    expect([answered.status, answered.body["text"]]).toEqual([500, 'Internal Server Error: "/api/v1/nodes": requested [{Group  dev    }] without impersonating a user\n']);
  });
});

test("a scheduler may bind pods in the old way", async () => {
  await ask("POST", "/api/v1/namespaces/default/pods", { metadata: { name: "bound" }, spec: { schedulerName: "mine", containers: [{ name: "c", image: "busybox" }] } });
  const binding = { apiVersion: "v1", kind: "Binding", metadata: { name: "bound" }, target: { apiVersion: "v1", kind: "Node", name: "node-2" } };
  expect(await ask("POST", "/api/v1/namespaces/default/bindings", binding)).toMatchObject({ status: 201, body: { status: "Success" } });
  expect((await ask("GET", "/api/v1/namespaces/default/pods/bound")).body["spec"].nodeName).toBe("node-2");
  expect((await ask("POST", "/api/v1/namespaces/default/bindings", { ...binding, metadata: {} })).status).toBe(404);
});

test("OpenAPI need not be sent twice", async () => {
  const { headers } = await ask("GET", "/openapi/v2");
  const again = await ask("GET", "/openapi/v2", undefined, { "if-none-match": headers.get("etag") ?? "" });
  expect([again.status, again.body["text"]]).toEqual([304, ""]);
});

test("nothing of all this was a bug", () => expect(bugs).toEqual([]));

interface Frame { readonly opcode: number; readonly text: string }
type Send = (opcode: number, text: string) => void;

/** Opens a WebSocket and reads it until the server closes, or until `enough`. Refused: an error with the status. */
async function socket(path: string, protocols: string, enough: (frames: readonly Frame[]) => boolean = () => false, meanwhile: (send: Send, seen: () => readonly Frame[]) => Promise<void> = async () => undefined): Promise<{ readonly frames: readonly Frame[]; readonly protocol: string | undefined }> {
  const { opened, protocol } = await new Promise<{ readonly opened: Duplex; readonly protocol: string | undefined }>((resolve, reject) => {
    const upgrade = httpRequest(server.url + path, { headers: { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-protocol": protocols } });
    upgrade.on("upgrade", (response, duplex, head) => {
      duplex.unshift(head);
      resolve({ opened: duplex, protocol: response.headers["sec-websocket-protocol"] });
    });
    upgrade.on("response", (response) => {
      response.resume();
      reject(new Error(`refused with ${response.statusCode}`));
    });
    upgrade.on("error", reject);
    upgrade.end();
  });
  let bytes = Buffer.alloc(0);
  const acted = meanwhile((opcode, text) => opened.write(Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | Buffer.byteLength(text), 0, 0, 0, 0]), Buffer.from(text)])), () => framesOf(bytes));
  for await (const chunk of opened) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    if (enough(framesOf(bytes))) break;
  }
  await acted;
  opened.destroy();
  return { frames: framesOf(bytes), protocol };
}

/** Whole messages of text and of bytes. */
function framesOf(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const short = bytes[at + 1]!;
    const length = short < 126 ? short : bytes.readUInt16BE(at + 2);
    const start = at + (short < 126 ? 2 : 4);
    if (start + length > bytes.length) break;
    if ((bytes[at]! & 15) <= 2) frames.push({ opcode: bytes[at]! & 15, text: bytes.subarray(start, start + length).toString("utf8") });
    at = start + length;
  }
  return frames;
}
