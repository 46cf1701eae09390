import { expect, test } from "vitest";
import { splitFieldPath } from "./field-path.ts";

// Rows of upstream's TestSplitMaybeSubscriptedPath.
test.each([
  ["metadata.annotations['key']", "metadata.annotations", "key", true],
  ["metadata.labels['['key']", "metadata.labels", "['key", true],
  ["metadata.labels['']", "metadata.labels", "", true],
  ["metadata.labels", "metadata.labels", "", false],
  ["metadata.labels['key'", "metadata.labels['key'", "", false],
  ["metadata.labels['']extra", "metadata.labels['']extra", "", false],
  ["['key']", "['key']", "", false],
])("%s", (text, path, subscript, isSubscripted) => {
  expect(splitFieldPath(text)).toEqual({ path, subscript, isSubscripted });
});
