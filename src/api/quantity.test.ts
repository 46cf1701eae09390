import { describe, expect, test } from "vitest";
import {
  addQuantities, bytes, compareQuantities, cpuMillis, isQuantity, parseQuantity, quantityMilliValue, quantityValue,
  storedResourceText, subtractQuantities,
} from "./quantity.ts";
import type { Quantity } from "./quantity.ts";
import arithmetic from "./testdata/quantity-arith.json";
import parsing from "./testdata/quantity-parse.json";

function must(text: string): Quantity {
  const parsed = parseQuantity(text);
  if (!isQuantity(parsed)) throw new Error(`${text}: ${parsed.error}`);
  return parsed;
}

describe("reads and prints as the real parser", () => {
  test.each(parsing.cases)("$name", ({ in: text, out }) => {
    const parsed = parseQuantity(text);
    expect(isQuantity(parsed) ? { canonical: parsed.text } : parsed).toEqual(out);
  });
});

describe("computes as the real implementation", () => {
  test.each(arithmetic.cases)("$name", ({ fn, in: given, out }) => {
    if (typeof given === "string") {
      const value = () => ({ value: quantityValue(must(given)), milliValue: quantityMilliValue(must(given)) });
      expect(fn === "quantity.values" ? value() : storedResourceText(given)).toEqual(fn === "quantity.values" ? out : { text: out });
      return;
    }
    const [a, b] = given.map(must) as [Quantity, Quantity];
    const result = { "quantity.cmp": compareQuantities(a, b), "quantity.add": addQuantities(a, b).text, "quantity.sub": subtractQuantities(a, b).text };
    expect(result[fn as keyof typeof result]).toEqual(out);
  });
});

test("the fast forms agree with the exact parser", () => {
  for (const text of ["0", "1", "2", "50m", "999m", "1001m", "64Mi", "1Gi", "123Ki", "7Ti", "999999999999", "5Pi", "7Ei", "1.5", "0.1m", "64M", "1e3", "129e6", "999999999999Ki"]) {
    expect([text, cpuMillis(text)]).toEqual([text, quantityMilliValue(must(text))]);
    expect([text, bytes(text)]).toEqual([text, quantityValue(must(text))]);
  }
});

test("absent and unreadable amounts count as nothing", () => {
  expect([cpuMillis(undefined), cpuMillis("x"), cpuMillis("m"), bytes(undefined), bytes("Mi1"), bytes("Mi")]).toEqual([0, 0, 0, 0, 0, 0]);
});

test("JSON numbers and white space are read by their text, null is zero", () => {
  expect([storedResourceText(1), storedResourceText(0.5), storedResourceText(" 1"), storedResourceText(null)]).toEqual([
    { text: "1" }, { text: "500m" }, { text: "1" }, { text: "0" },
  ]);
});
