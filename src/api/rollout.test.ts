import { describe, expect, test } from "vitest";
import { rolloutLimits, scaledUp } from "./rollout.ts";

describe("the limits of a rollout", () => {
  test.each([[2, 10, 2], ["25%", 10, 3], ["10%", 4, 1], ["0%", 10, 0], ["100%", 3, 3], [0, 3, 0]])("%j of %i nodes is %i, rounded up", (value, desired, nodes) => {
    expect(scaledUp(value, desired)).toBe(nodes);
  });

  test("are at least one unavailable node when both come to nothing", () => {
    expect(rolloutLimits({ maxUnavailable: "0%", maxSurge: 0 }, 4)).toEqual({ maxUnavailable: 1, maxSurge: 0 });
    expect(rolloutLimits({ maxUnavailable: "0%", maxSurge: 0 }, 0)).toEqual({ maxUnavailable: 0, maxSurge: 0 });
    expect(rolloutLimits({ maxUnavailable: 0, maxSurge: "30%" }, 4)).toEqual({ maxUnavailable: 0, maxSurge: 2 });
  });
});
