import fc from "fast-check";
import { expect, test } from "vitest";
import { readJsonSyntax } from "./json-syntax.ts";

// Texts of Go's encoding/json; the first two as recorded from a kube-apiserver.
test.each([
  ["{bad", "invalid character 'b' looking for beginning of object key string"],
  ["", "unexpected end of JSON input"],
  ["{", "unexpected end of JSON input"],
  ["[1,]", "invalid character ']' looking for beginning of value"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
  ["[1 2]", "invalid character '2' after array element"],
  ["{} x", "invalid character 'x' after top-level value"],
  ["nul", "unexpected end of JSON input"],
  ["nxll", "invalid character 'x' in literal null (expecting 'u')"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ["-x", "invalid character 'x' in numeric literal"],
  ["'", "invalid character '\\'' looking for beginning of value"],
])("%j is no JSON: %s", (text, error) => {
  expect(readJsonSyntax(text).error).toBe(error);
});

test("names the fields that stand twice by their path", () => {
  const text = '{"data":{"a":"1","a":"2"},"spec":{"containers":[{"name":"x"},{"name":"y","name":"z"}]},"kind":"A","kind":"B"}';
  expect(readJsonSyntax(text)).toEqual({ duplicates: ["data.a", "spec.containers[1].name", "kind"] });
});

test("agrees with JSON.parse about what is JSON", () => {
  const mutated = fc.tuple(fc.json(), fc.nat(), fc.constantFrom("", "{", "]", ",", '"', "\\", "x", "1", ":", "\u0000")).map(([text, at, piece]) => {
    const i = at % (text.length + 1);
    return text.slice(0, i) + piece + text.slice(i + 1);
  });
  fc.assert(fc.property(fc.oneof(fc.json(), mutated, fc.string()), (text) => {
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    expect(readJsonSyntax(text).error === undefined).toBe(isJson);
  }), { numRuns: 400 });
});

test("reads the largest body there may be, in one string or in many", () => {
  expect(readJsonSyntax(JSON.stringify("x\\".repeat(1_500_000))).error).toBeUndefined();
  expect(readJsonSyntax(JSON.stringify(Array.from({ length: 300_000 }, (_, i) => ({ a: i })))).error).toBeUndefined();
  expect(readJsonSyntax("[".repeat(20_000)).error).toBe("exceeded max depth");
});
