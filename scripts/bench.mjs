// npm run bench: the engine benchmark in Node. Node 20 cannot run TypeScript, so it is bundled first.
// Arguments are passed on. The benchmark exports `main`, which prints by itself.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { build } from "vite";

const OUT = "node_modules/.cache/bench";

await build({
  configFile: false,
  logLevel: "warn",
  build: {
    ssr: "src/engine/testing/engine-bench.ts",
    outDir: OUT,
    emptyOutDir: true,
    target: "node20",
    minify: false,
    rolldownOptions: { output: { entryFileNames: "engine-bench.mjs" } },
  },
});

// A file of its own, so that the benchmark finds its arguments where a script does.
writeFileSync(`${OUT}/run.mjs`, 'import { main } from "./engine-bench.mjs";\nawait main(process.argv.slice(2));\n');
// --expose-gc lets the benchmark collect garbage between measurements.
const run = spawnSync(process.execPath, ["--expose-gc", `${OUT}/run.mjs`, ...process.argv.slice(2)], { stdio: "inherit" });
process.exitCode = run.status ?? 1;
