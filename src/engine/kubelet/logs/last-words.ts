import { clockOf } from "../../../api/calendar.ts";
import type { SimContainer } from "../exec/container.ts";
import { isoDay, isoTime } from "./log-pattern.ts";
import type { ContainerRun } from "./run.ts";

/** Ends of which the process knows nothing: SIGKILL, SIGTERM that it did not handle, a machine that lost its power. */
const SPEECHLESS = [137, 143, 255];
const SEGMENTATION_FAULT = 139;
const GO_PANIC = 2;
/** Programs that say goodbye when they are asked to stop, or are done. */
const GOODBYES: Readonly<Record<string, string>> = {
  "fluent-bit": "[engine] service has stopped (0 pending tasks)",
  nginx: "exit",
  redis: "Redis is now ready to exit, bye bye...",
  postgres: "database system is shut down",
};

/**
 * What a container prints as the last thing, by the way it ended. Nothing when the kernel killed it, for lack of memory
 * too: that is why the reason stands in the status and not in the log.
 */
export function lastWords({ image, spec, pod }: SimContainer, { code, reason }: NonNullable<ContainerRun["end"]>, atMs: number): readonly string[] {
  if (image.isBare || reason === "OOMKilled" || SPEECHLESS.includes(code)) return [];
  const at = clockOf(atMs);
  const slashed = `${isoDay(at).replaceAll("-", "/")} ${at.time}`;
  const goodbye = GOODBYES[image.name];
  // A script of its own that comes to its end says what it says.
  if (code === 0) return goodbye === undefined || spec.command?.length ? [] : [image.name === "fluent-bit" ? `[${slashed}] [ info] ${goodbye}` : image.name === "nginx" ? `${slashed} [notice] 1#1: ${goodbye}` : goodbye];
  if (code === SEGMENTATION_FAULT) return ["Segmentation fault (core dumped)"];
  const where = `${spec.name} on ${pod.spec.nodeName ?? ""}`;
  switch (image.name) {
    case "shell": return [];
    case "fluent-bit": return [`[${slashed}] [error] [config] section 'output' tried to instance a plugin name that does not exist`, `[${slashed}] [error] configuration file contains errors, aborting.`];
    case "nginx": return [`${slashed} [emerg] 1#1: unexpected end of file, expecting ";" or "}" in /etc/nginx/conf.d/default.conf:12`, "nginx: [emerg] unexpected end of file"];
    case "fluentd": return [`${isoDay(at)} ${at.time} +0000 [error]: config error file="/fluentd/etc/fluent.conf" error_class=Fluent::ConfigError`];
    case "postgres": return [`${isoDay(at)} ${at.time} UTC [1] FATAL:  configuration file "/var/lib/postgresql/data/postgresql.conf" contains errors`];
    default: return code === GO_PANIC ? panic(where) : [`${isoTime(at)} fatal: ${where} cannot go on: exit code ${code}`];
  }
}

/** As a Go program that gives up. */
function panic(where: string): readonly string[] {
  return [`panic: ${where} cannot go on`, "", "goroutine 1 [running]:", "main.main()", "\t/src/main.go:42 +0x1d2", "exit status 2"];
}
