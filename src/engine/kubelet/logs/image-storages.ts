import type { Clock } from "../../../api/calendar.ts";
import { isoDay, klog, type LogFacts, type PatternOf } from "./log-pattern.ts";

/** Programs that bring storage to their node. */
export const STORAGES: Readonly<Record<string, PatternOf>> = { ceph, gluster, csi };

function ceph(f: LogFacts) {
  const head = (at: Clock) => `debug ${isoDay(at)}T${at.time}.${at.milliseconds}+0000 7f${(0x1000000 + f.pick(0, 0xffffff)).toString(16)}40  0 `;
  return {
    start: [
      (at: Clock) => `${head(at)}set uid:gid to 167:167 (ceph:ceph)`,
      (at: Clock) => `${head(at)}ceph version ${f.version} (stable), process ceph-osd, pid 1`,
      (at: Clock) => `${head(at)}pidfile_write: ignore empty --pid-file`,
      (at: Clock) => `${head(at)}osd.${f.pick(1, 64)} 0 done with init, starting boot process on ${f.node}`,
    ],
    beats: [{ everySeconds: 600, say: (n: number, at: Clock) => `${head(at)}rocksdb: [db/db_impl/db_impl.cc:1111] ------- DUMPING STATS ------- interval writes: ${100 + f.pick(n, 900)}` }],
  };
}

function gluster(f: LogFacts) {
  const head = (at: Clock, place: string) => `[${isoDay(at)} ${at.time}.${at.milliseconds}000 +0000] I [${place}] 0-management: `;
  return {
    start: [
      (at: Clock) => `${head(at, "MSGID: 100030] [glusterfsd.c:2872:main")}Started running version [{arg=/usr/sbin/glusterd}, {version=${f.version}}]`,
      (at: Clock) => `${head(at, "MSGID: 106478] [glusterd.c:1474:init")}Maximum allowed open file descriptors set to 65536`,
      (at: Clock) => `${head(at, "MSGID: 106544] [glusterd.c:158:glusterd_uuid_init")}retrieved UUID of ${f.node}`,
    ],
  };
}

function csi(f: LogFacts) {
  const isRegistrar = f.args.includes("registrar") || /registrar/.test(f.container);
  return {
    start: [
      (at: Clock) => `${klog(at, "main.go:135")}"Version" version="${f.tag}"`,
      (at: Clock) => `${klog(at, "server.go:125")}"Listening for connections" address="/csi/csi.sock"`,
      ...(isRegistrar ? [(at: Clock) => `${klog(at, "node_register.go:53")}"Starting Registration Server" socketPath="/registration/csi-reg.sock"`] : []),
      (at: Clock) => `${klog(at, "node.go:60")}"NodeGetInfo" nodeID="${f.node}"`,
    ],
    beats: [{ everySeconds: 60, say: (_: number, at: Clock) => `${klog(at, "utils.go:110")}"GRPC call" method="/csi.v1.Identity/Probe"` }],
  };
}
