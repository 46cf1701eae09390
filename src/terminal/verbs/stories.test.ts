import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { threeKinds } from "../../engine/testing/three-kinds.ts";
import { retold } from "../testing/story.ts";

/*
 * What kubectl v1.36.3 printed against this product's API server, on the same cluster, line by line; no time passes in it.
 * Where kubectl goes through a Go map, the order of its lines is chance: there the stories have the one order that they
 * have here.
 */

const FOLDER = new URL("testdata/", import.meta.url);

describe("kubectl tells the same story as the real one", () => {
  test.each(readdirSync(FOLDER))("%s", (file) => {
    const story = readFileSync(new URL(file, FOLDER), "utf8");
    expect(retold(threeKinds().cluster, story)).toBe(story);
  });
});
