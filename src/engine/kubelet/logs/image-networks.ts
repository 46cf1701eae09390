import type { Clock } from "../../../api/calendar.ts";
import { isoDay, isoTime, klog, type LogFacts, type PatternOf } from "./log-pattern.ts";

/** Programs that bring the network of pods and Services to their node. */
export const NETWORKS: Readonly<Record<string, PatternOf>> = { calico, cilium, weave, "kube-proxy": kubeProxy };

function calico(f: LogFacts) {
  const head = (at: Clock, place: string) => `${isoDay(at)} ${at.time}.${at.milliseconds} [INFO][62] ${place}: `;
  return {
    start: [
      (at: Clock) => `${head(at, "startup/startup.go 445")}Early log level set to info`,
      (at: Clock) => `${head(at, "startup/utils.go 126")}Using NODENAME environment for node name ${f.node}`,
      (at: Clock) => `${head(at, "startup/startup.go 594")}Using autodetected IPv4 address on interface eth0: ${f.hostIP}/24`,
      "Calico node started successfully",
      (at: Clock) => `${head(at, "felix/daemon.go 373")}Felix starting up GOMAXPROCS=${f.cpus} builddate="unknown" version="${f.tag}"`,
      (at: Clock) => `${head(at, "felix/int_dataplane.go 1836")}Completed first update to dataplane. secsSinceStart=0.${100 + f.pick(0, 900)}`,
    ],
    beats: [{ everySeconds: 60, say: (n: number, at: Clock) => `${head(at, "felix/summary.go 100")}Summarising ${6 + f.pick(n, 9)} dataplane reconciliation loops over 1m3.${f.pick(n + 7, 10)}s: avg=${4 + f.pick(n + 3, 8)}ms longest=${14 + f.pick(n + 5, 60)}ms ()` }],
  };
}

function cilium(f: LogFacts) {
  const line = (at: Clock, message: string, more = "") => `time=${isoTime(at)} level=info msg=${message} subsys=daemon${more}`;
  return {
    start: [
      (at: Clock) => line(at, `"Cilium ${f.version}"`),
      (at: Clock) => line(at, '"Establishing connection to apiserver" ipAddr=https://10.96.0.1:443'),
      (at: Clock) => line(at, '"Received own node information from API server"', ` nodeName=${f.node} ipAddr.ipv4=${f.hostIP}`),
      (at: Clock) => line(at, '"Daemon initialization completed"', ` bootstrapTime=${1 + f.pick(0, 4)}.${f.pick(1, 10)}s`),
      (at: Clock) => line(at, '"Serving cilium API at unix:///var/run/cilium/cilium.sock"'),
    ],
    beats: [{ everySeconds: 300, say: (n: number, at: Clock) => line(at, '"Conntrack garbage collector interval recalculated"', ` deleteRatio=0.0${1 + f.pick(n, 8)} newInterval=7m30s`) }],
  };
}

function weave(f: LogFacts) {
  const head = (at: Clock) => `INFO: ${isoDay(at).replaceAll("-", "/")} ${at.time}.${at.milliseconds}000 `;
  return {
    start: [
      (at: Clock) => `${head(at)}weave  ${f.version}`,
      (at: Clock) => `${head(at)}Our name is ${f.node}`,
      (at: Clock) => `${head(at)}Listening for connections on ${f.hostIP}:6783`,
      (at: Clock) => `${head(at)}Discovered type datapath`,
    ],
    beats: [{ everySeconds: 600, say: (_: number, at: Clock) => `${head(at)}[kube-peers] Checked peer "${f.node}" against list` }],
  };
}

function kubeProxy(f: LogFacts) {
  return {
    start: [
      (at: Clock) => `${klog(at, "server_linux.go:53")}"Using iptables proxy"`,
      (at: Clock) => `${klog(at, "server.go:715")}"Successfully retrieved node IP(s)" node="${f.node}" IPs=["${f.hostIP}"]`,
      (at: Clock) => `${klog(at, "server.go:516")}"Version info" version="${f.tag}"`,
      (at: Clock) => `${klog(at, "shared_informer.go:349")}"Waiting for caches to sync" controller="service config"`,
      (at: Clock) => `${klog(at, "shared_informer.go:356")}"Caches are synced" controller="service config"`,
      (at: Clock) => `${klog(at, "shared_informer.go:356")}"Caches are synced" controller="endpoint slice config"`,
    ],
  };
}
