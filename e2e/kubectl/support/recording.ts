import { readFileSync } from "node:fs";

/** One recorded command: the shell line after `$ `, and what came out of it. */
export interface Recorded {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * The commands of a recording: `$ COMMAND`, its stdout, `[stderr]` and stderr if there was any, `[exit N]`. Other lines
 * between two commands are remarks.
 */
export function readRecording(name: string): readonly Recorded[] {
  const text = readFileSync(new URL(`../recordings/${name}.txt`, import.meta.url), "utf8");
  const blocks = text.matchAll(/^\$ (.*)\n([\s\S]*?)^\[exit (\d+)\]$/gm);
  return [...blocks].map(([, command = "", output = "", exit]) => {
    const [stdout = "", stderr = ""] = output.split(/^\[stderr\]\n/m);
    return { command, stdout, stderr, exitCode: Number(exit) };
  });
}
