import { SERVER_VERSION } from "../../api/server-version.ts";
import { toYaml } from "../../api/to-yaml.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Verb } from "../kubectl/verb.ts";
import { print, type Process } from "../process.ts";

/** The release that this kubectl prints like, with what its binary says of itself. */
const CLIENT_VERSION = {
  major: "1", minor: "36", gitVersion: "v1.36.3", gitCommit: "0f29094e5b73085e3802ecc1298ecae13866bfe6", gitTreeState: "clean",
  buildDate: "2026-07-22T18:10:35Z", goVersion: "go1.26.5", compiler: "gc", platform: "linux/amd64",
};
const KUSTOMIZE_VERSION = "v5.8.1";

/** `kubectl version`. Source: kubectl pkg/cmd/version/version.go (1.36) */
export const version: Verb = {
  name: "version",
  flags: [{ name: "client", type: "bool" }, { name: "output", short: "o", type: "string" }],
  run,
};

function* run(args: Arguments): Process {
  if (args.words.length > 0) fail(`extra arguments: [${args.words.join(" ")}]`);
  const server = args.is("client") ? undefined : SERVER_VERSION;
  const versions = { clientVersion: CLIENT_VERSION, kustomizeVersion: KUSTOMIZE_VERSION, ...(server ? { serverVersion: server } : {}) };
  switch (args.text("output") ?? "") {
    case "": yield* print(lines(server?.gitVersion)); break;
    case "yaml": yield* print(`${toYaml(versions)}\n`); break;
    case "json": yield* print(`${JSON.stringify(versions, null, 2)}\n`); break;
    default: fail("--output must be 'yaml' or 'json'");
  }
  return 0;
}

function lines(serverVersion: string | undefined): string {
  return `Client Version: ${CLIENT_VERSION.gitVersion}\nKustomize Version: ${KUSTOMIZE_VERSION}\n${serverVersion === undefined ? "" : `Server Version: ${serverVersion}\n`}`;
}
