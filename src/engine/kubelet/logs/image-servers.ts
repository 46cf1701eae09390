import type { Clock } from "../../../api/calendar.ts";
import { isoDay, isoTime, type LogFacts, type PatternOf } from "./log-pattern.ts";

/** Web servers and databases. */
export const SERVERS: Readonly<Record<string, PatternOf>> = { nginx, httpd, redis, postgres, mysql };

/** `01/Jan/2026:00:00:05 +0000`. */
function logDay({ day, month, year, time }: Clock): string {
  return `${String(day).padStart(2, "0")}/${month}/${year}:${time} +0000`;
}

/** One line for each HTTP probe of the kubelet, from the node's own address. */
function probeBeats(f: LogFacts, status: string) {
  return f.probes.map(({ path, everySeconds }) => ({
    everySeconds,
    say: (_: number, at: Clock) => `${f.hostIP} - - [${logDay(at)}] "GET ${path} HTTP/1.1" ${status}`,
  }));
}

function nginx(f: LogFacts) {
  const notice = (at: Clock) => `${isoDay(at).replaceAll("-", "/")} ${at.time} [notice] 1#1: `;
  return {
    start: [
      "/docker-entrypoint.sh: /docker-entrypoint.d/ is not empty, will attempt to perform configuration",
      "/docker-entrypoint.sh: Looking for shell scripts in /docker-entrypoint.d/",
      "/docker-entrypoint.sh: Launching /docker-entrypoint.d/10-listen-on-ipv6-by-default.sh",
      "10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf",
      "/docker-entrypoint.sh: Launching /docker-entrypoint.d/20-envsubst-on-templates.sh",
      "/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh",
      "/docker-entrypoint.sh: Configuration complete; ready for start up",
      (at: Clock) => `${notice(at)}using the "epoll" event method`,
      (at: Clock) => `${notice(at)}nginx/${/^\d+(?:\.\d+)*/.exec(f.version)?.[0] ?? "1.29.1"}`,
      (at: Clock) => `${notice(at)}start worker processes`,
      ...Array.from({ length: Math.min(f.cpus, 4) }, (_, i) => (at: Clock) => `${notice(at)}start worker process ${29 + i}`),
    ],
    beats: probeBeats(f, '200 615 "-" "kube-probe/1.36" "-"'),
  };
}

function httpd(f: LogFacts) {
  const head = ({ weekday, month, day, time, milliseconds, year }: Clock, module: string) => `[${weekday} ${month} ${String(day).padStart(2, "0")} ${time}.${milliseconds}000 ${year}] [${module}:notice] [pid 1:tid 1] `;
  return {
    start: [
      (at: Clock) => `${head(at, "mpm_event")}AH00489: Apache/${/^\d+(?:\.\d+)*/.exec(f.version)?.[0] ?? "2.4.65"} (Unix) configured -- resuming normal operations`,
      (at: Clock) => `${head(at, "core")}AH00094: Command line: 'httpd -D FOREGROUND'`,
    ],
    beats: probeBeats(f, "200 45"),
  };
}

function redis(f: LogFacts) {
  const head = ({ day, month, year, time, milliseconds }: Clock, role: string) => `1:${role} ${String(day).padStart(2, "0")} ${month} ${year} ${time}.${milliseconds} * `;
  return {
    start: [
      (at: Clock) => `${head(at, "C")}oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
      (at: Clock) => `${head(at, "C")}Redis version=${f.version}, bits=64, commit=00000000, modified=0, pid=1, just started`,
      (at: Clock) => `${head(at, "M")}Running mode=standalone, port=6379.`,
      (at: Clock) => `${head(at, "M")}Server initialized`,
      (at: Clock) => `${head(at, "M")}Ready to accept connections tcp`,
    ],
    beats: [{ everySeconds: 3600, say: (_: number, at: Clock) => `${head(at, "M")}1 changes in 3600 seconds. Saving...` }],
  };
}

function postgres(f: LogFacts) {
  const head = (at: Clock, pid: number) => `${isoDay(at)} ${at.time}.${at.milliseconds} UTC [${pid}] LOG:  `;
  return {
    start: [
      "",
      "PostgreSQL Database directory appears to contain a database; Skipping initialization",
      "",
      (at: Clock) => `${head(at, 1)}starting PostgreSQL ${f.version} on x86_64-pc-linux-gnu`,
      (at: Clock) => `${head(at, 1)}listening on IPv4 address "0.0.0.0", port 5432`,
      (at: Clock) => `${head(at, 1)}listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"`,
      (at: Clock) => `${head(at, 29)}database system was shut down at ${isoDay(at)} ${at.time} UTC`,
      (at: Clock) => `${head(at, 1)}database system is ready to accept connections`,
    ],
    beats: [{ everySeconds: 300, say: (n: number, at: Clock) => `${head(at, 27)}checkpoint complete: wrote ${3 + f.pick(n, 40)} buffers (0.0%)` }],
  };
}

function mysql(f: LogFacts) {
  const head = (at: Clock) => `${isoTime(at).slice(0, -1)}000Z 0 [System] [MY-010116] [Server] `;
  return {
    start: [
      (at: Clock) => `${isoDay(at)} ${at.time}+00:00 [Note] [Entrypoint]: Entrypoint script for MySQL Server ${f.version} started.`,
      (at: Clock) => `${head(at)}/usr/sbin/mysqld (mysqld ${f.version}) starting as process 1`,
      (at: Clock) => `${head(at)}/usr/sbin/mysqld: ready for connections. Version: '${f.version}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306`,
    ],
  };
}
