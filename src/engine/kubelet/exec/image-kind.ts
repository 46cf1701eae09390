/** What is known of an image by the name of its program. */
export interface ImageKind {
  /** `""`: nothing is known. */
  readonly name: string;
  /** The tag, `latest` if there is none. */
  readonly tag: string;
  /** The last part of the repository: `fluent-bit` of `fluent/fluent-bit:4.1`. */
  readonly base: string;
  readonly entrypoint: readonly string[];
  /** Arguments that the image brings itself; those of the container take their place. */
  readonly cmd: readonly string[];
  /** Name and version of the distribution, as /etc/os-release has them. */
  readonly os: "alpine" | "debian" | "busybox";
  /** There is no shell and no other program but its own. */
  readonly isBare: boolean;
}

interface Known {
  readonly name: string;
  readonly pattern: RegExp;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly os?: ImageKind["os"];
  readonly isBare?: true;
}

/** Looked through in order, against the repository without its registry. */
const KNOWN: readonly Known[] = [
  { name: "pause", pattern: /(?:^|\/)pause$/, entrypoint: ["/pause"], isBare: true },
  { name: "shell", pattern: /(?:^|\/)(?:busybox|bash)$/, cmd: ["sh"], os: "busybox" },
  { name: "shell", pattern: /(?:^|\/)alpine$/, cmd: ["/bin/sh"], os: "alpine" },
  { name: "shell", pattern: /(?:^|\/)(?:debian|ubuntu)$/, cmd: ["bash"] },
  { name: "fluent-bit", pattern: /fluent-?bit/, entrypoint: ["/fluent-bit/bin/fluent-bit"], cmd: ["-c", "/fluent-bit/etc/fluent-bit.conf"] },
  { name: "fluentd", pattern: /fluentd/, entrypoint: ["tini", "--", "/bin/entrypoint.sh"], cmd: ["fluentd"] },
  { name: "filebeat", pattern: /filebeat/, entrypoint: ["/usr/bin/tini", "--", "/usr/local/bin/docker-entrypoint"], cmd: ["-environment", "container"] },
  { name: "logstash", pattern: /logstash/, entrypoint: ["/usr/local/bin/docker-entrypoint"] },
  { name: "vector", pattern: /(?:^|\/)vector$/, entrypoint: ["/usr/bin/vector"] },
  { name: "promtail", pattern: /promtail/, entrypoint: ["/usr/bin/promtail"], cmd: ["-config.file=/etc/promtail/config.yml"] },
  { name: "node-exporter", pattern: /node-?exporter/, entrypoint: ["/bin/node_exporter"], os: "busybox" },
  { name: "datadog", pattern: /datadog|(?:^|\/)dd-agent$/, cmd: ["/bin/entrypoint.sh"] },
  { name: "falco", pattern: /falco/, entrypoint: ["/usr/bin/falco"] },
  { name: "sysdig", pattern: /sysdig/, entrypoint: ["/docker-entrypoint.sh"] },
  { name: "cadvisor", pattern: /cadvisor/, entrypoint: ["/usr/bin/cadvisor", "-logtostderr"], os: "alpine" },
  { name: "calico", pattern: /calico/, cmd: ["start_runit"] },
  { name: "cilium", pattern: /cilium/, cmd: ["cilium-agent", "--config-dir=/tmp/cilium/config-map"] },
  { name: "weave", pattern: /weave/, entrypoint: ["/home/weave/launch.sh"], os: "alpine" },
  { name: "kube-proxy", pattern: /kube-proxy/, cmd: ["/usr/local/bin/kube-proxy"] },
  { name: "csi", pattern: /(?:^|[/-])csi(?:[/-]|$)/, entrypoint: ["/csi-driver"] },
  { name: "ceph", pattern: /ceph|rook/, cmd: ["ceph-osd", "--foreground"] },
  { name: "gluster", pattern: /gluster/, cmd: ["/usr/sbin/glusterd", "-N"] },
  { name: "nginx", pattern: /nginx/, entrypoint: ["/docker-entrypoint.sh"], cmd: ["nginx", "-g", "daemon off;"] },
  { name: "httpd", pattern: /(?:^|\/)(?:httpd|apache\d*)$/, cmd: ["httpd-foreground"] },
  { name: "redis", pattern: /redis|valkey/, entrypoint: ["docker-entrypoint.sh"], cmd: ["redis-server"] },
  { name: "postgres", pattern: /postgres/, entrypoint: ["docker-entrypoint.sh"], cmd: ["postgres"] },
  { name: "mysql", pattern: /mysql|mariadb/, entrypoint: ["docker-entrypoint.sh"], cmd: ["mysqld"] },
  { name: "", pattern: /distroless|(?:^|\/)scratch$/, isBare: true },
];

/** What the name of an image tells of what is in it. */
export function imageKind(image: string): ImageKind {
  const { repository, tag } = partsOf(image);
  const base = repository.slice(repository.lastIndexOf("/") + 1);
  const known = KNOWN.find(({ pattern }) => pattern.test(repository));
  const os = /alpine/.test(tag) ? "alpine" : (known?.os ?? "debian");
  if (!known) return { name: "", tag, base, entrypoint: [`/${base}`], cmd: [], os, isBare: false };
  const { name, entrypoint = name === "" ? [`/${base}`] : [], cmd = [], isBare = false } = known;
  return { name, tag, base, entrypoint, cmd, os, isBare };
}

/** nginx's images bring curl; the small ones and those of distributions do not. */
export function hasCurl({ name, base }: ImageKind): boolean {
  return name === "nginx" || base === "curl";
}

/** The repository without its registry, and the tag. */
function partsOf(image: string): { readonly repository: string; readonly tag: string } {
  const name = image.split("@")[0]!;
  const colon = name.lastIndexOf(":");
  const hasTag = colon > name.lastIndexOf("/");
  const path = hasTag ? name.slice(0, colon) : name;
  const [first = "", ...rest] = path.split("/");
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  return { repository: hasRegistry ? rest.join("/") : path, tag: hasTag ? name.slice(colon + 1) : "latest" };
}
