import { describe, expect, test } from "vitest";
import { parseJson } from "./json-text.ts";

describe("parseJson", () => {
  test.each(["{}", "[]", '{"a":[1,-2.5e3,true,null,"x\\n\\u00e4"],"b":{"c":{}}}', ' "x" ', "0"])("reads %s as JSON.parse does", (text) => {
    expect(parseJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown, duplicates: [] });
  });

  test("names duplicate fields by their path", () => {
    expect(parseJson('{"a":{"b":1,"b":2},"l":[{"c":1,"c":1}]}')).toMatchObject({ duplicates: ["a.b", "l[0].c"], value: { a: { b: 2 } } });
  });

  test("keeps a field called __proto__ as a field", () => {
    const read = parseJson('{"__proto__":{"x":1}}');
    expect(read.ok && Object.keys(read.value as object)).toEqual(["__proto__"]);
  });

  // Texts of Go's encoding/json.
  test.each([
    ["", "unexpected end of JSON input"],
    ['{"apiVersion": ', "unexpected end of JSON input"],
    ["{bad", "invalid character 'b' looking for beginning of object key string"],
    ["x", "invalid character 'x' looking for beginning of value"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"', "invalid character '\"' after object key:value pair"],
    ["[1 2]", "invalid character '2' after array element"],
    ["{} x", "invalid character 'x' after top-level value"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
  ])("%j: %s", (text, error) => {
    expect(parseJson(text)).toEqual({ ok: false, error });
  });
});
