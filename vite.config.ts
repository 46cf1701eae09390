import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { noColorsPlugin } from "./scripts/no-colors-plugin.ts";
import { scenarioPlugin } from "./scripts/scenario-plugin.ts";

export default defineConfig({
  // Relative, so that dist works from any folder of any host.
  base: "./",
  plugins: [scenarioPlugin(), noColorsPlugin(), react()],
  worker: { format: "es" },
  build: {
    target: "es2023",
    // Maps of the lazily loaded diagrams alone would be 20 MB.
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Diagram chunks are large and lazy; scripts/size.mjs holds the budget of what is loaded first.
    chunkSizeWarningLimit: 1500,
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
  },
});
