import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const START_MS = 60_000;

export interface TestServer {
  readonly url: string;
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** `npm run serve` with these flags, on a free port, without the page. */
export async function startTestServer(...flags: readonly string[]): Promise<TestServer> {
  const child = spawn(process.execPath, ["scripts/serve.mjs", "--no-page", "--port", "0", ...flags], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const place = await new Promise<{ readonly url: string; readonly kubeconfig: string }>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server does not start:\n${output}`)), START_MS);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /answers at (\S+)/.exec(output)?.[1];
      const kubeconfig = /KUBECONFIG=(\S+)/.exec(output)?.[1];
      if (!url || !kubeconfig) return;
      clearTimeout(timer);
      resolve({ url, kubeconfig });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  return {
    ...place,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
