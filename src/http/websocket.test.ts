import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { closeFrame, messageFrame, WebSocketReader } from "./websocket.ts";

/** A client's frame: masked. */
function clientFrame(opcode: number, payload: Uint8Array, { isFinal = true } = {}): Uint8Array {
  const length = payload.length < 126 ? [0x80 | payload.length] : payload.length < 65_536 ? [0x80 | 126, payload.length >> 8, payload.length & 255] : [0x80 | 127, 0, 0, 0, 0, 0, payload.length >> 16, (payload.length >> 8) & 255, payload.length & 255];
  const mask = [1, 2, 3, 4];
  return new Uint8Array([(isFinal ? 0x80 : 0) | opcode, ...length, ...mask, ...payload.map((b, i) => b ^ mask[i % 4]!)]);
}

const text = (s: string) => new TextEncoder().encode(s);

describe("frames of a client", () => {
  test("become messages, however the bytes are cut", () => {
    const bytes = new Uint8Array([...clientFrame(1, text("grüß")), ...clientFrame(9, text("x")), ...clientFrame(2, new Uint8Array(300))]);
    fc.assert(fc.property(fc.array(fc.nat(bytes.length), { maxLength: 6 }), (cuts) => {
      const reader = new WebSocketReader(1000);
      const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const messages = edges.slice(1).flatMap((end, i) => reader.push(bytes.slice(edges[i], end)));
      expect(messages).toEqual([{ kind: "text", text: "grüß" }, { kind: "ping", bytes: text("x") }, { kind: "binary", bytes: new Uint8Array(300) }]);
    }));
  });

  test("in pieces become one message, with a control frame between them", () => {
    const reader = new WebSocketReader(1000);
    const pieces = [clientFrame(1, text("a"), { isFinal: false }), clientFrame(9, text("")), clientFrame(0, text("b"))];
    expect(pieces.flatMap((p) => reader.push(p))).toEqual([{ kind: "ping", bytes: text("") }, { kind: "text", text: "ab" }]);
  });

  test.each<[string, Uint8Array, number]>([
    ["without a mask", messageFrame("hello"), 1002],
    ["with reserved bits", new Uint8Array([0xf1, 0x80, 0, 0, 0, 0]), 1002],
    ["that continue nothing", clientFrame(0, text("a")), 1002],
    ["with an unknown opcode", clientFrame(3, text("a")), 1002],
    ["too large", clientFrame(2, new Uint8Array(2000)), 1009],
    ["of text that is none", clientFrame(1, new Uint8Array([0xff, 0xfe])), 1007],
  ])("%s break the connection", (_, bytes, code) => {
    const reader = new WebSocketReader(1000);
    expect(reader.push(bytes)).toMatchObject([{ kind: "broken", code }]);
    expect(reader.push(clientFrame(1, text("more")))).toEqual([]);
  });

  test("never throw", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => new WebSocketReader(100).push(bytes)).not.toThrow();
    }));
  });
});

test("frames of a server are not masked, and say their length in 7, 16 or 64 bits", () => {
  expect([...messageFrame("ab")]).toEqual([0x81, 2, 97, 98]);
  expect(Array.from(messageFrame(new Uint8Array(200)).slice(0, 4))).toEqual([0x82, 126, 0, 200]);
  expect(Array.from(messageFrame(new Uint8Array(70_000)).slice(0, 10))).toEqual([0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]);
  expect([...closeFrame(1000, "bye")]).toEqual([0x88, 5, 3, 232, 98, 121, 101]);
});
