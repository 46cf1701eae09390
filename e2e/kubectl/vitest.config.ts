import { defineConfig } from "vitest/config";

/** The kubectl that npm ci installs is a program for Linux on x64. There the tests fail if they cannot run it. */
const hasKubectl = process.platform === "linux" && process.arch === "x64";

/** Tests of the server with real clients. Not named `.test.ts`: neither the unit tests nor the browser tests are meant. */
export default defineConfig({
  test: {
    include: [hasKubectl ? "e2e/kubectl/*.kubectl.ts" : "e2e/kubectl/client-node.kubectl.ts"],
    environment: "node",
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // Each file has servers of its own, and most of its time it waits for them. A recording is a story: its commands build on each other.
    maxWorkers: 3,
    sequence: { concurrent: false },
  },
});
