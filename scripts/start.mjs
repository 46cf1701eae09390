// npm start: builds if needed and serves the page. `npm start -- --port 8080 --host 0.0.0.0` if you must.
import { parseArgs } from "node:util";
import { preview } from "vite";
import { freshBuild } from "./fresh-build.mjs";
import { freePort } from "./ports.mjs";

const { values } = parseArgs({
  options: { port: { type: "string", default: "4173" }, host: { type: "string", default: "127.0.0.1" } },
});

await freshBuild();
const port = await freePort(Number(values.port), values.host);
const server = await preview({ logLevel: "warn", preview: { host: values.host, port, strictPort: true } });
const shown = values.host === "0.0.0.0" ? "127.0.0.1" : values.host;
console.log(`Cluster Playground runs at http://${shown}:${port}/  (Ctrl+C stops it)`);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    void server.close().finally(() => process.exit(0));
  });
}
