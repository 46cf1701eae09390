import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeProtobufBody } from "./decode.ts";
import bodies from "./testdata/kubectl-bodies.json" with { type: "json" };

/** See testdata/README.md. */
const RECORDED: readonly { readonly command: string; readonly base64: string; readonly json: unknown }[] = bodies;
const MAGIC = [0x6b, 0x38, 0x73, 0];

describe("protobuf bodies", () => {
  test.each(RECORDED)("$command sends the object that its JSON would be", ({ base64, json }) => {
    expect(decodeProtobufBody(bytesOf(base64))).toEqual({ ok: true, value: json });
  });

  test("a DeleteOptions is read in any group version", () => {
    // Written by hand from the numbers of meta/v1: 1 gracePeriodSeconds, 2 preconditions (1 uid), 4 propagationPolicy.
    const options = [0x08, 0x00, 0x12, 0x03, 0x0a, 0x01, 0x75, 0x22, 0x06, ...ascii("Orphan")];
    expect(decodeProtobufBody(envelope("policy/v1", "DeleteOptions", options))).toEqual({
      ok: true,
      value: { kind: "DeleteOptions", apiVersion: "policy/v1", gracePeriodSeconds: 0, preconditions: { uid: "u" }, propagationPolicy: "Orphan" },
    });
  });

  test("an Eviction carries its DeleteOptions", () => {
    const eviction = [0x0a, 0x07, 0x0a, 0x01, 0x70, 0x1a, 0x02, 0x6e, 0x73, 0x12, 0x02, 0x08, 0x1e];
    expect(decodeProtobufBody(envelope("policy/v1", "Eviction", eviction))).toEqual({
      ok: true,
      value: { kind: "Eviction", apiVersion: "policy/v1", metadata: { name: "p", namespace: "ns" }, deleteOptions: { gracePeriodSeconds: 30 } },
    });
  });

  test("times, lists of numbers and keys named like members of Object survive", () => {
    // ConfigMap: 1 metadata (8 creationTimestamp {1 seconds}, 12 annotations {1 key, 2 value}).
    const annotation = [0x0a, 0x09, ...ascii("__proto__"), 0x12, 0x01, 0x78];
    const metadata = [0x42, 0x06, 0x08, 0x80, 0xf2, 0xd6, 0xca, 0x06, 0x62, annotation.length, ...annotation];
    const decoded = decodeProtobufBody(envelope("v1", "ConfigMap", [0x0a, metadata.length, ...metadata]));
    expect(JSON.stringify(decoded)).toBe(
      '{"ok":true,"value":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"creationTimestamp":"2026-01-01T00:00:00Z","annotations":{"__proto__":"x"}}}}',
    );
    // SecurityContext of a pod: 4 supplementalGroups, once packed and once one by one, after 2 spec, 14 securityContext.
    const groups = [0x22, 0x02, 0x01, 0x02, 0x20, 0x03];
    const spec = [0x72, groups.length, ...groups];
    expect(decodeProtobufBody(envelope("v1", "Pod", [0x12, spec.length, ...spec]))).toEqual({
      ok: true, value: { kind: "Pod", apiVersion: "v1", spec: { securityContext: { supplementalGroups: [1, 2, 3] } } },
    });
  });

  test.each([
    ["nothing", [], "empty data"],
    ["JSON", ascii("{}"), "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"],
    ["the prefix alone", MAGIC, "Object 'Kind' is missing in ''"],
    ["a kind without protobuf", envelope("sim.playground.local/v1", "Fault", []), 'no kind "Fault" is registered for version "sim.playground.local/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"'],
    ["a kind named like a member of Object", envelope("v1", "constructor", []), 'no kind "constructor" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"'],
    ["a message cut short", envelope("v1", "Pod", [0x0a, 0x05, 0x0a]), "unexpected EOF"],
    ["a number where a message should be", envelope("v1", "Pod", [0x08, 0x01]), "proto: wrong wireType = 0 for field Metadata"],
    ["a group", envelope("v1", "Pod", [0xfb, 0x07]), "proto: illegal wireType 3"],
    ["field number zero", envelope("v1", "Pod", [0x02, 0x00]), "proto: illegal tag 0 (wire type 2)"],
    ["a number without end", envelope("v1", "Pod", [0xf8, 0x07, ...Array.from({ length: 10 }, () => 0xff)]), "proto: integer overflow"],
  ])("%s is refused with the server's words", (_, bytes, message) => {
    expect(decodeProtobufBody(Uint8Array.from(bytes))).toEqual({ ok: false, message });
  });

  test("any bytes give an answer that JSON can carry", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const decoded = decodeProtobufBody(Uint8Array.from([...MAGIC, ...bytes]));
      expect(typeof JSON.stringify(decoded)).toBe("string");
    }));
  });

  test("a recorded body with any bytes changed, cut or added gives an answer and no exception", () => {
    const change = fc.record({ at: fc.nat(300), byte: fc.nat(255), kind: fc.constantFrom("set", "cut", "insert") });
    fc.assert(fc.property(fc.constantFrom(...RECORDED), fc.array(change, { minLength: 1, maxLength: 8 }), ({ base64 }, changes) => {
      let bytes = [...bytesOf(base64)];
      for (const { at, byte, kind } of changes) {
        const place = at % (bytes.length + 1);
        if (kind === "set") bytes[place] = byte;
        else if (kind === "cut") bytes = bytes.slice(0, place);
        else bytes.splice(place, 0, byte);
      }
      expect(typeof JSON.stringify(decodeProtobufBody(Uint8Array.from(bytes)))).toBe("string");
    }), { numRuns: 500 });
  });
});

function envelope(apiVersion: string, kind: string, message: readonly number[]): Uint8Array {
  const type = [0x0a, apiVersion.length, ...ascii(apiVersion), 0x12, kind.length, ...ascii(kind)];
  return Uint8Array.from([...MAGIC, 0x0a, type.length, ...type, 0x12, message.length, ...message]);
}

function ascii(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}
