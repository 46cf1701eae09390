// npm run serve: a cluster in real time behind the Kubernetes API, for kubectl and its friends, and the page that shows
// it. Node 20 cannot run TypeScript, so the server is bundled first.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { build } from "vite";
import { freshBuild, isFresh } from "./fresh-build.mjs";
import { freePort } from "./ports.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const OUT = join(ROOT, "node_modules/.cache/serve");
const DEFAULT_PORT = 8001;
const LOOPBACK = ["127.0.0.1", "localhost", "::1"];
const USAGE = `Usage: npm run serve -- [flags]

  --port P            port to listen on (default ${DEFAULT_PORT}, or the next free one)
  --host H            address to listen on (default 127.0.0.1)
  --nodes N           how many nodes the cluster begins with (default 3)
  --empty             no nodes, no workloads: only what every cluster has
  --controllers LIST  which controllers run, as kube-controller-manager's flag: '*', 'name', '-name' (default '*')
  --no-kubelet        no simulated kubelets: clients write the statuses of nodes and pods, and renew leases
  --no-page           only the API: the page is neither built nor served
  --seed S            other chances (default 1)
  --speed X           virtual seconds in a real one (default 1); at another speed than 1 the ages that kubectl works out
                      itself (describe, events) differ from those of the server`;

const options = readFlags(process.argv.slice(2));
if ("error" in options) {
  console.error(`${options.error}\n\n${USAGE}`);
  process.exit(2);
}
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

process.chdir(ROOT);
const pageFolder = join(ROOT, "dist");
if (!options.noPage) {
  await freshBuild().catch((error) => giveUp(`the page could not be built (${firstLine(error)}); --no-page serves the API without it`));
}
const hasPage = !options.noPage && existsSync(join(pageFolder, "index.html"));
const { serve } = await bundled("src/app/server.ts", "server");
const port = options.port ?? (await freePort(DEFAULT_PORT, options.host).catch(() => DEFAULT_PORT));
const served = await serve({
  host: options.host, port, nodes: options.nodes, isEmpty: options.isEmpty, controllers: options.controllers,
  hasKubelet: options.hasKubelet, seed: options.seed, speed: options.speed,
  onError: (error) => console.error(error),
  ...(hasPage ? { pageFolder } : {}),
}).catch((error) => ({ error: whyNotListening(error, port) }));
if ("error" in served) giveUp(served.error);

console.log(`A Kubernetes 1.36 cluster answers at ${served.url}  (Ctrl+C stops it)

  export KUBECONFIG=${served.kubeconfig}
  kubectl get nodes
`);
console.log(hasPage ? `The page that shows it: ${served.pageUrl}` : options.noPage ? "No page is served (--no-page)." : "No page is served: it was not built.");
if (!LOOPBACK.includes(options.host)) {
  console.log(`
It listens on ${options.host}: whoever reaches that port is cluster-admin of this cluster, without a password, and nothing is
encrypted. The cluster is simulated and knows nothing of this machine; leave it open only among people you trust.`);
}

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    // Whatever hangs, it ends within a second.
    setTimeout(() => process.exit(0), 900).unref();
    void served.close().finally(() => process.exit(0));
  });
}

/** @param {string} sentence */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

function firstLine(error) {
  // Builds colour their messages, and draw the place of the mistake below.
  return stripVTControlCharacters(String(error.message ?? error)).split("\n").find((line) => line.trim() !== "")?.trim() ?? "unknown error";
}

function whyNotListening(error, port) {
  switch (error.code) {
    case "EADDRINUSE": return `port ${port} is taken; choose another one with --port`;
    case "EACCES": return `port ${port} may not be listened on by this user; choose one above 1023 with --port`;
    case "EADDRNOTAVAIL": return `${options.host} is no address of this machine; choose another one with --host`;
    case "ENOTFOUND": case "EAI_AGAIN": return `${options.host} is no host that is known here; choose another one with --host`;
    default: return String(error.message ?? error);
  }
}

/** `--controllers -x` as `--controllers=-x`: of a value that begins with a dash, parseArgs does not know that it is one. */
function joined(args) {
  const at = args.findIndex((arg, i) => arg === "--controllers" && /^-[^-]/.test(args[i + 1] ?? ""));
  return at < 0 ? args : [...args.slice(0, at), `${args[at]}=${args[at + 1]}`, ...joined(args.slice(at + 2))];
}

/** @param {string[]} args */
function readFlags(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args: joined(args),
      options: {
        port: { type: "string" }, host: { type: "string", default: "127.0.0.1" }, nodes: { type: "string", default: "3" }, empty: { type: "boolean", default: false },
        controllers: { type: "string", default: "*" }, "no-kubelet": { type: "boolean", default: false }, "no-page": { type: "boolean", default: false },
        seed: { type: "string", default: "1" }, speed: { type: "string", default: "1" }, help: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    return { error: error.message };
  }
  for (const [name, pattern] of [["port", /^\d{1,5}$/], ["nodes", /^\d{1,4}$/], ["seed", /^\d{1,9}$/], ["speed", /^(?:\d{1,4}|\d{0,4}\.\d{1,3})$/]]) {
    if (values[name] !== undefined && !pattern.test(values[name])) return { error: `--${name} ${values[name]} is no number that makes sense here` };
  }
  if (Number(values.port ?? 0) > 65_535) return { error: `--port ${values.port} is no port: they end at 65535` };
  if (Number(values.speed) === 0) return { error: "--speed must be more than 0" };
  return {
    help: values.help, host: values.host, port: values.port === undefined ? undefined : Number(values.port), nodes: Number(values.nodes), isEmpty: values.empty,
    controllers: values.controllers, hasKubelet: !values["no-kubelet"], noPage: values["no-page"], seed: Number(values.seed), speed: Number(values.speed),
  };
}

/** The server as JavaScript, made anew only when its sources have changed. */
async function bundled(entry, name) {
  const file = join(OUT, `${name}.mjs`);
  if (!isFresh(file)) {
    await build({
      root: ROOT,
      logLevel: "warn",
      build: {
        ssr: join(ROOT, entry), outDir: OUT, emptyOutDir: true, copyPublicDir: false, target: "node20", minify: false,
        rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
      },
    });
  }
  return import(pathToFileURL(file).href);
}
