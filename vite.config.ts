import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { noColorsPlugin } from "./scripts/no-colors-plugin.ts";
import { scenarioPlugin } from "./scripts/scenario-plugin.ts";

export default defineConfig({
  // Relative, so that dist works from any folder of any host.
  base: "./",
  plugins: [scenarioPlugin(), noColorsPlugin(), react()],
  resolve: {
    // React Flow's store asks for a shim of what React has had since 18.
    alias: { "use-sync-external-store/shim/with-selector.js": "use-sync-external-store/with-selector.js" },
  },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // Maps of the lazily loaded diagrams alone would be 20 MB.
    sourcemap: false,
    // The preloading of what chunks need costs 1.2 kB of the first load and saves a round trip that only a far server would feel.
    modulePreload: false,
    reportCompressedSize: false,
    // Diagram chunks are large and lazy; scripts/size.mjs holds the budget of what is loaded first.
    chunkSizeWarningLimit: 1500,
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
  },
});
