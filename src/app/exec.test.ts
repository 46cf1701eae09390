import { request as httpRequest } from "node:http";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { serve, type Served } from "./server.ts";

/** One node, and on it the daemon pod of the start scenario, in a cluster that runs fast until it is ready. */
let server: Served;
let pod = "";

beforeAll(async () => {
  const served = await serve({ host: "127.0.0.1", port: 0, nodes: 1, isEmpty: false, controllers: "*", hasKubelet: true, seed: 1, speed: 60, onError: (e) => { throw e; } });
  if ("error" in served) throw new Error(served.error);
  server = served;
  pod = await vi.waitFor(async () => {
    const response = await fetch(`${server.url}/api/v1/namespaces/default/pods?fieldSelector=status.phase%3DRunning`);
    const { items } = (await response.json()) as { items: { metadata: { name: string } }[] };
    return items[0]!.metadata.name;
  }, { timeout: 5_000 });
});
afterAll(() => server.close());

const decoder = new TextDecoder();

/** A client's frame with one masked message; the mask of zeros changes nothing. */
function masked(message: readonly number[]): Buffer {
  return Buffer.from([0x82, 0x80 | message.length, 0, 0, 0, 0, ...message]);
}

/** Runs a command as kubectl does. @returns what came on each channel, until the server closed */
async function exec(query: string, input: readonly (readonly number[])[] = []): Promise<Record<number, string>> {
  const socket = await new Promise<Duplex>((resolve, reject) => {
    const upgrade = httpRequest(`${server.url}/api/v1/namespaces/default/pods/${pod}/exec?${query}`, {
      headers: { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", "sec-websocket-protocol": "v5.channel.k8s.io,v4.channel.k8s.io" },
    });
    upgrade.on("upgrade", (response, opened, head) => {
      // The example of RFC 6455 section 1.3.
      expect(response.headers).toMatchObject({ "sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "sec-websocket-protocol": "v5.channel.k8s.io" });
      opened.unshift(head);
      resolve(opened);
    });
    upgrade.on("response", (response) => reject(new Error(`refused with ${response.statusCode}`)));
    upgrade.on("error", reject);
    upgrade.end();
  });
  const chunks: Buffer[] = [];
  for (const message of input) socket.write(masked(message));
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return channels(Buffer.concat(chunks));
}

/** Messages of the server by their channel. */
function channels(bytes: Buffer): Record<number, string> {
  const found: Record<number, string> = {};
  for (let at = 0; at < bytes.length;) {
    const isLong = bytes[at + 1] === 126;
    const length = isLong ? bytes.readUInt16BE(at + 2) : bytes[at + 1]!;
    const start = at + (isLong ? 4 : 2);
    const payload = bytes.subarray(start, start + length);
    if (bytes[at] === 0x82) found[payload[0]!] = (found[payload[0]!] ?? "") + decoder.decode(payload.subarray(1));
    at = start + length;
  }
  return found;
}

describe("kubectl exec", () => {
  test("runs a command in a container", async () => {
    expect(await exec("command=hostname&stdout=true&stderr=true")).toEqual({ 1: `${pod}\n`, 3: '{"metadata":{},"status":"Success"}' });
  });

  test("tells the exit code of one that fails", async () => {
    const { 3: status } = await exec("command=sh&command=-c&command=exit+3&stdout=true&stderr=true");
    expect(JSON.parse(status!)).toMatchObject({ status: "Failure", reason: "NonZeroExitCode", details: { causes: [{ reason: "ExitCode", message: "3" }] } });
  });

  test("gives it its input once that has ended", async () => {
    const input = [[0, 104, 105, 10], [255, 0]];
    expect(await exec("command=cat&stdin=true&stdout=true", input)).toMatchObject({ 1: "hi\n" });
  });

  test("at a terminal is a shell, line by line", async () => {
    const line = (text: string) => [0, ...Array.from(text, (c) => c.charCodeAt(0)), 13];
    const { 1: shown, 3: status } = await exec("command=sh&stdin=true&stdout=true&tty=true", [line("echo $NODE_NAMEx\u007f"), line("exit 4")]);
    // fluent-bit's image is made of Debian, whose shell says no path.
    expect(shown).toContain("\r\nnode-1\r\n# ");
    expect(JSON.parse(status!)).toMatchObject({ details: { causes: [{ message: "4" }] } });
  });

  test("of a container that is not there is refused before the upgrade", async () => {
    await expect(exec("command=ls&container=zz")).rejects.toThrow("refused with 400");
  });
});

test("a log is text, and a followed one goes on", async () => {
  const path = `${server.url}/api/v1/namespaces/default/pods/${pod}/log`;
  const log = await fetch(path);
  expect(log.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const sofar = await log.text();
  expect(sofar).not.toBe("");
  const abort = new AbortController();
  const followed = await fetch(`${path}?follow=true&tailLines=1`, { signal: abort.signal });
  const { value } = await followed.body!.getReader().read();
  abort.abort();
  expect(decoder.decode(value).split("\n")).toHaveLength(2);
});
