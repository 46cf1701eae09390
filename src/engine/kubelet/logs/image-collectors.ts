import { isoDay, isoTime, type LogFacts, type PatternOf } from "./log-pattern.ts";
import type { Clock } from "../../../api/calendar.ts";

/** Programs that read the logs of the other containers of their node. */
export const COLLECTORS: Readonly<Record<string, PatternOf>> = {
  "fluent-bit": fluentBit,
  fluentd,
  filebeat,
  logstash,
  vector,
  promtail,
};

function fluentBit(f: LogFacts) {
  const head = (at: Clock) => `[${isoDay(at).replaceAll("-", "/")} ${at.time}] [ info] `;
  const tag = `kube.var.log.containers.${f.pod}_${f.namespace}_${f.container}`;
  return {
    start: [
      `Fluent Bit v${f.version}`,
      "* Copyright (C) 2015-2025 The Fluent Bit Authors",
      "* Fluent Bit is a CNCF graduated project under the Fluent organization",
      "* https://fluentbit.io",
      "",
      (at: Clock) => `${head(at)}[fluent bit] version=${f.version}, pid=1`,
      (at: Clock) => `${head(at)}[storage] ver=1.5.3, type=memory, sync=normal, checksum=off, max_chunks_up=128`,
      (at: Clock) => `${head(at)}[cmetrics] version=1.0.5`,
      (at: Clock) => `${head(at)}[filter:kubernetes:kubernetes.0] https=1 host=kubernetes.default.svc port=443`,
      (at: Clock) => `${head(at)}[filter:kubernetes:kubernetes.0] local POD info: node=${f.node} namespace=${f.namespace} pod=${f.pod}`,
      (at: Clock) => `${head(at)}[sp] stream processor started`,
      ...(f.ownLog ? [(at: Clock) => `${head(at)}[input:tail:tail.0] inotify_fs_add(): inode=${100_000 + f.pick(0, 900_000)} watch_fd=1 name=${f.ownLog}`] : []),
    ],
    beats: [{ everySeconds: 30, say: (n: number, at: Clock) => `${head(at)}[output:stdout:stdout.0] node=${f.node} tag=${tag} records=${20 + f.pick(n, 180)}` }],
  };
}

function fluentd(f: LogFacts) {
  const head = (at: Clock) => `${isoDay(at)} ${at.time} +0000 [info]: `;
  return {
    start: [
      (at: Clock) => `${head(at)}init supervisor logger path=nil rotate_age=nil rotate_size=nil`,
      (at: Clock) => `${head(at)}parsing config file is succeeded path="/fluentd/etc/fluent.conf"`,
      (at: Clock) => `${head(at)}starting fluentd-${f.version} pid=7 ruby="3.4.5"`,
      (at: Clock) => `${head(at)}#0 starting fluentd worker pid=16 ppid=7 worker=0`,
      ...(f.ownLog ? [(at: Clock) => `${head(at)}#0 [in_tail_container_logs] following tail of ${f.ownLog}`] : []),
      (at: Clock) => `${head(at)}#0 fluentd worker is now running worker=0`,
    ],
    beats: [{ everySeconds: 60, say: (n: number, at: Clock) => `${head(at)}#0 stats - node: ${f.node}, namespace_cache_size: ${2 + f.pick(n, 3)}, pod_cache_size: ${3 + f.pick(n + 1, 9)}` }],
  };
}

function filebeat(f: LogFacts) {
  const line = (at: Clock, logger: string, message: string, more = "") =>
    `{"log.level":"info","@timestamp":"${isoTime(at)}","log.logger":"${logger}","message":"${message}","service.name":"filebeat"${more},"ecs.version":"1.6.0"}`;
  return {
    start: [
      (at: Clock) => line(at, "beat", "Home path: [/usr/share/filebeat] Config path: [/usr/share/filebeat] Data path: [/usr/share/filebeat/data]"),
      (at: Clock) => line(at, "beat", `Setup Beat: filebeat; Version: ${f.version}`),
      (at: Clock) => line(at, "autodiscover.providers.kubernetes", `Kubernetes: Node ${f.node} discovered by in cluster pod node query`),
      ...(f.ownLog ? [(at: Clock) => line(at, "input.harvester", "Harvester started for paths: [/var/log/containers/*.log]", `,"source_file":"${f.ownLog}"`)] : []),
      (at: Clock) => line(at, "beat", "filebeat start running."),
    ],
    beats: [{ everySeconds: 30, say: (n: number, at: Clock) => line(at, "monitoring", "Non-zero metrics in the last 30s", `,"host.name":"${f.node}","events.added":${20 + f.pick(n, 200)}`) }],
  };
}

function logstash(f: LogFacts) {
  const head = (at: Clock, logger: string) => `[${isoDay(at)}T${at.time},${at.milliseconds}][INFO ][${logger.padEnd(25)}] `;
  return {
    start: [
      "Using bundled JDK: /usr/share/logstash/jdk",
      (at: Clock) => `${head(at, "logstash.runner")}Starting Logstash {"logstash.version"=>"${f.version}", "jruby.version"=>"jruby 9.4.13.0"}`,
      (at: Clock) => `${head(at, "logstash.agent")}Successfully started Logstash API endpoint {:port=>9600, :ssl_enabled=>false}`,
      ...(f.ownLog ? [(at: Clock) => `${head(at, "filewatch.observingtail")}START, creating Discoverer, Watch with file and sincedb collections {:path=>"${f.ownLog}"}`] : []),
      (at: Clock) => `${head(at, "logstash.javapipeline")}Pipeline started {"pipeline.id"=>"main"}`,
      (at: Clock) => `${head(at, "logstash.agent")}Pipelines running {:count=>1, :running_pipelines=>[:main], :non_running_pipelines=>[]}`,
    ],
    beats: [{ everySeconds: 60, say: (n: number, at: Clock) => `${head(at, "logstash.outputs.file")}events written {:host=>"${f.node}", :count=>${40 + f.pick(n, 400)}}` }],
  };
}

function vector(f: LogFacts) {
  const head = (at: Clock) => `${isoTime(at).slice(0, -1)}000Z  INFO `;
  return {
    start: [
      (at: Clock) => `${head(at)}vector::app: Log level is enabled. level="info"`,
      (at: Clock) => `${head(at)}vector::app: Loading configs. paths=["/etc/vector"]`,
      (at: Clock) => `${head(at)}source{component_kind="source" component_id=kubernetes_logs component_type=kubernetes_logs}: vector::sources::kubernetes_logs: Obtained Kubernetes Node name to collect logs for (self). self_node_name="${f.node}"`,
      (at: Clock) => `${head(at)}vector::topology::running: Running healthchecks.`,
      ...(f.ownLog ? [(at: Clock) => `${head(at)}source{component_id=kubernetes_logs}:file_server: vector::internal_events::file::source: Found new file to watch. file=${f.ownLog}`] : []),
      (at: Clock) => `${head(at)}vector: Vector has started. debug="false" version="${f.version}" arch="x86_64"`,
    ],
    beats: [{ everySeconds: 60, say: (n: number, at: Clock) => `${head(at)}source{component_id=kubernetes_logs}: vector::internal_events::file: events_received=${40 + f.pick(n, 400)} node="${f.node}"` }],
  };
}

function promtail(f: LogFacts) {
  const head = (at: Clock, caller: string) => `level=info ts=${isoTime(at).slice(0, -1)}000Z caller=${caller} `;
  return {
    start: [
      (at: Clock) => `${head(at, "promtail.go:133")}msg="Reloading configuration file" md5sum=${f.pick(1, 1_000_000_000)}`,
      (at: Clock) => `${head(at, "server.go:351")}msg="server listening on addresses" http=[::]:3101 grpc=[::]:9095`,
      (at: Clock) => `${head(at, "main.go:173")}msg="Starting Promtail" version="(version=${f.version})"`,
      ...(f.ownLog ? [(at: Clock) => `${head(at, "tailer.go:147")}component=tailer msg="tail routine: started" path=${f.ownLog}`] : []),
    ],
    beats: [{ everySeconds: 60, say: (n: number, at: Clock) => `${head(at, "filetargetmanager.go:373")}msg="Synced targets" hostname=${f.node} entries=${40 + f.pick(n, 400)}` }],
  };
}
