import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kubectlPath } from "../../../scripts/kubectl.mjs";

const MANIFESTS = fileURLToPath(new URL("../manifests/", import.meta.url));
const LONGEST_MS = 30_000;
/** What a shell says of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface RunOptions {
  readonly interruptAt?: Promise<void>;
}

/** A shell in a folder of its own with the manifests, whose `kubectl` is the real one and talks to one cluster. */
export interface Shell {
  readonly folder: string;
  /** @param options.interruptAt then Ctrl-C is pressed */
  run(command: string, options?: RunOptions): Promise<Ran>;
  remove(): void;
}

/** Fails where the binary is installed and cannot be used; tests must not pass for want of it. */
export function openShell(kubeconfig: string): Shell {
  const kubectl = kubectlPath();
  if (!kubectl) throw new Error("no kubectl: npm ci installs it, for Linux on x64");
  const folder = mkdtempSync(join(tmpdir(), "playground-kubectl-"));
  for (const file of readdirSync(MANIFESTS)) copyFileSync(join(MANIFESTS, file), join(folder, file));
  symlinkSync(kubectl, join(folder, "kubectl"));
  // A home of its own: kubectl keeps what it discovered there, by host and port.
  const env = { PATH: `${folder}:${process.env["PATH"] ?? ""}`, HOME: folder, KUBECONFIG: kubeconfig, KUBE_EDITOR: "true", LANG: "C", TZ: "UTC" };
  return {
    folder,
    run: (command, options = {}) => run(command, folder, env, options),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function run(command: string, cwd: string, env: NodeJS.ProcessEnv, { interruptAt }: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", command], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST_MS);
    void interruptAt?.then(() => child.kill("SIGINT"));
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => { stdout += chunk.toString(); });
    child.stderr.on("data", (chunk: Buffer) => { stderr += chunk.toString(); });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, exitCode: code ?? (signal === "SIGINT" ? INTERRUPTED : -1) });
    });
  });
}
