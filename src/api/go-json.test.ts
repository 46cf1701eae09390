import { expect, test } from "vitest";
import { goJson } from "./go-json.ts";

test("Go writes <, > and & as escapes, and what else JavaScript leaves alone it leaves alone, too", () => {
  expect(goJson('{"args":["a && b > c < d","é \\"q\\""]}')).toBe('{"args":["a \\u0026\\u0026 b \\u003e c \\u003c d","é \\"q\\""]}');
});
