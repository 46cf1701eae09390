import { bounded, lookAt, pathOf, readText } from "./shell.ts";
import type { Tool, ToolCall, ToolResult } from "./tool.ts";

/** What they do to files and processes is gone with the command, and they say nothing when it works. */
const SILENT = ["chgrp", "chmod", "chown", "cp", "kill", "killall", "ln", "mkdir", "mkfifo", "mknod", "mount", "mv", "rmdir", "sync", "umount"];
/** Serve, watch or wait until somebody stops them. */
const ENDLESS = ["crond", "less", "more", "nc", "syslogd", "telnetd", "top", "vi", "watch", "yes"];
/** Programs of busybox and coreutils that nobody plays here: it is not known what they print, nor when they end. */
const NOT_SIMULATED = new Set((
  "apk apt apt-get arch arp awk bc bunzip2 bzip2 chroot cksum cmp comm cpio cryptpw dd diff dmesg dpkg du ed egrep expand factor fdisk "
  + "fgrep find flock fold free fsync ftpd fuser getopt gunzip gzip hexdump hostid httpd ifconfig inetd install iostat ip ipcs iptables "
  + "join link ln logger login lsof lspci lzma md5sum mesg mktemp nice nl nohup od openssl passwd paste patch pgrep pidof pkill pmap "
  + "pstree readlink realpath renice reset route sed setsid sha1sum sha256sum sha512sum shuf split stat strings stty su sum "
  + "sysctl tar tcpsvd telnet time timeout traceroute truncate tty udhcpc unlink unxz unzip uptime users usleep vmstat wall whois xargs xxd xz zcat"
).split(" "));

/** Whether usual images have a program of the name whose doings are not played. */
export function isNotSimulated(name: string): boolean {
  return NOT_SIMULATED.has(name);
}

/** Programs of which a script needs to know only that they work, or that they go on. */
export const QUIET_TOOLS: Readonly<Record<string, Tool>> = {
  ...Object.fromEntries(SILENT.map((name) => [name, () => ({})])),
  ...Object.fromEntries(ENDLESS.map((name) => [name, () => ({ blocks: true })])),
  touch,
  rm,
};

function touch({ args, shell }: ToolCall): ToolResult {
  for (const name of args.filter((arg) => !arg.startsWith("-"))) {
    const old = readText(shell, name);
    shell.written.set(pathOf(shell, name), bounded(shell, "text" in old ? old.text : ""));
  }
  return {};
}

/** Directories stay: nothing here asks for those that are gone. */
function rm({ args, shell }: ToolCall): ToolResult {
  const isForced = args.some((arg) => /^-[a-zA-Z]*f/.test(arg));
  const names = args.filter((arg) => !arg.startsWith("-"));
  const missing = names.filter((name) => !lookAt(shell, name));
  for (const name of names) if (lookAt(shell, name)?.node.kind === "file") shell.written.set(pathOf(shell, name), null);
  if (missing.length === 0 || isForced) return {};
  return { err: missing.map((name) => `rm: can't remove '${name}': No such file or directory\n`).join(""), code: 1 };
}
