import { describe, expect, test } from "vitest";
import { editLabels, parseLabelArgument, parseLabelArguments } from "./labels.ts";

const VALUE_TEXT = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

describe("one argument of kubectl label", () => {
  // Recorded with kubectl v1.36.3.
  test.each([
    ["disk=ssd", { set: { key: "disk", value: "ssd" } }],
    ["node-role.kubernetes.io/worker=", { set: { key: "node-role.kubernetes.io/worker", value: "" } }],
    ["disk-", { remove: "disk" }],
    ["a=b=c", { error: "invalid label spec: a=b=c" }],
    ["a=b c", { error: `invalid label value: "a=b c": ${VALUE_TEXT}` }],
    // The key is the API server's business.
    ["_x=y", { set: { key: "_x", value: "y" } }],
  ])("%s", (argument, parsed) => {
    expect(parseLabelArgument(argument)).toEqual(parsed);
  });
});

test("a word that is neither change counts as the name of an object", () => {
  expect(parseLabelArguments(["a"])).toEqual({ error: "at least one label update is required" });
  expect(parseLabelArguments([])).toEqual({ error: "at least one label update is required" });
});

test("a label cannot be set and removed at once", () => {
  expect(parseLabelArguments(["a=1", "a-"])).toEqual({ error: "can not both modify and remove a label in the same command" });
});

describe("kubectl label on a node", () => {
  test.each([
    ["a new label", {}, ["disk=ssd"], false, { labels: { disk: "ssd" }, patch: { disk: "ssd" }, word: "labeled", absent: [] }],
    ["the same value again", { env: "prod" }, ["env=prod"], false, { labels: { env: "prod" }, patch: {}, word: "not labeled", absent: [] }],
    ["another value", { disk: "ssd" }, ["disk=hdd"], false, { error: "'disk' already has a value (ssd), and --overwrite is false" }],
    ["another value with --overwrite", { env: "prod" }, ["env=dev"], true, { labels: { env: "dev" }, patch: { env: "dev" }, word: "labeled", absent: [] }],
    ["removed", { tier: "x" }, ["tier-"], false, { labels: {}, patch: { tier: null }, word: "unlabeled", absent: [] }],
    ["an absent one removed", {}, ["disk-"], false, { labels: {}, patch: {}, word: "not labeled", absent: ["disk"] }],
    ["one set, one removed", { a: "1" }, ["b=2", "a-"], false, { labels: { b: "2" }, patch: { b: "2", a: null }, word: "modified", absent: [] }],
  ])("%s", (_, labels, args, overwrite, expected) => {
    const edits = parseLabelArguments(args);
    expect("error" in edits ? edits : editLabels(labels as Record<string, string>, edits, { overwrite })).toEqual(expected);
  });
});
