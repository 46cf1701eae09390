import type { Clock } from "../../../api/calendar.ts";
import { isoDay, isoTime, klog, type LogFacts, type PatternOf } from "./log-pattern.ts";

/** Programs that watch their node. */
export const AGENTS: Readonly<Record<string, PatternOf>> = { "node-exporter": nodeExporter, datadog, falco, sysdig, cadvisor };

const NODE_COLLECTORS = ["cpu", "diskstats", "filesystem", "loadavg", "meminfo", "netdev", "pressure", "uname"];

function nodeExporter(f: LogFacts) {
  const line = (at: Clock, source: string, message: string) => `time=${isoTime(at)} level=INFO source=${source} msg=${message}`;
  return {
    start: [
      (at: Clock) => line(at, "node_exporter.go:216", `"Starting node_exporter" version="(version=${f.version}, branch=HEAD)"`),
      (at: Clock) => line(at, "filesystem_common.go:265", '"Parsed flag --collector.filesystem.mount-points-exclude" collector=filesystem flag="^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+)($|/)"'),
      (at: Clock) => line(at, "node_exporter.go:135", '"Enabled collectors"'),
      ...NODE_COLLECTORS.map((name) => (at: Clock) => line(at, "node_exporter.go:141", name)),
      (at: Clock) => line(at, "tls_config.go:347", `"Listening on" address=[::]:9100 node=${f.node}`),
      (at: Clock) => line(at, "tls_config.go:350", '"TLS is disabled." http2=false address=[::]:9100'),
    ],
  };
}

function datadog(f: LogFacts) {
  const head = (at: Clock) => `${isoDay(at)} ${at.time} UTC | CORE | INFO | `;
  return {
    start: [
      (at: Clock) => `${head(at)}(cmd/agent/subcommands/run/command.go:263 in run) | Starting Datadog Agent v${f.version}`,
      (at: Clock) => `${head(at)}(cmd/agent/subcommands/run/command.go:410 in startAgent) | Hostname is: ${f.node}`,
      (at: Clock) => `${head(at)}(pkg/collector/worker/check_logger.go:40 in CheckStarted) | check:kubelet | Running check...`,
    ],
    beats: [{ everySeconds: 15, say: (n: number, at: Clock) => `${head(at)}(comp/forwarder/defaultforwarder/transaction.go:400 in internalProcess) | Successfully posted payload to "https://api.datadoghq.com/api/v2/series" (202 Accepted), ${30 + f.pick(n, 90)} series of ${f.node}` }],
  };
}

function falco(f: LogFacts) {
  const head = ({ weekday, month, day, time, year }: Clock) => `${weekday} ${month} ${String(day).padStart(2)} ${time} ${year}: `;
  return {
    start: [
      (at: Clock) => `${head(at)}Falco version: ${f.version} (x86_64)`,
      (at: Clock) => `${head(at)}Falco initialized with configuration files:`,
      (at: Clock) => `${head(at)}   /etc/falco/falco.yaml | schema validation: ok`,
      (at: Clock) => `${head(at)}Loading rules from:`,
      (at: Clock) => `${head(at)}   /etc/falco/falco_rules.yaml | schema validation: ok`,
      (at: Clock) => `${head(at)}Hostname value has been overridden via environment variable to: ${f.node}`,
      (at: Clock) => `${head(at)}Enabled event sources: syscall`,
      (at: Clock) => `${head(at)}Opening 'syscall' source with modern BPF probe.`,
    ],
    beats: [{ everySeconds: 3600, say: (_: number, at: Clock) => `${at.time}.${at.milliseconds}000000: Informational Falco internal: syscall event drop rate 0.0% (node=${f.node})` }],
  };
}

function sysdig(f: LogFacts) {
  const head = (at: Clock) => `${isoDay(at)} ${at.time}.${at.milliseconds}, 1.1, Information, `;
  return {
    start: [
      "* Setting up /usr/src links from host",
      (at: Clock) => `${head(at)}agent: Starting agent, version ${f.version}`,
      (at: Clock) => `${head(at)}agent: Machine id: ${f.node}`,
    ],
    beats: [{ everySeconds: 60, say: (n: number, at: Clock) => `${head(at)}sinsp_worker: evt/s=${400 + f.pick(n, 2000)}, drops=0` }],
  };
}

function cadvisor(f: LogFacts) {
  return {
    start: [
      (at: Clock) => `${klog(at, "cadvisor.go:168")}Starting cAdvisor version: ${f.tag} on port 8080`,
      (at: Clock) => `${klog(at, "manager.go:228")}Machine: {NumCores:${f.cpus} Hostname:${f.node}}`,
      (at: Clock) => `${klog(at, "factory.go:219")}Registration of the containerd container factory successfully`,
      (at: Clock) => `${klog(at, "manager.go:319")}Starting recovery of all containers`,
      (at: Clock) => `${klog(at, "manager.go:324")}Recovery completed`,
    ],
  };
}
