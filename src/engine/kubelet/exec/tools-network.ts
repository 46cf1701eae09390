import { PODS, SERVICES } from "../../../api/resources.ts";
import { matchesLabels } from "../../../api/selector.ts";
import type { Pod } from "../../../api/types/pod.ts";
import type { Service } from "../../../api/types/service.ts";
import { isStockWebServer } from "../web-server.ts";
import type { SimContainer } from "./container.ts";
import { textOfLines, type Tool, type ToolCall, type ToolResult } from "./tool.ts";

/** Programs that ask the cluster's DNS and its Services. Their words are those of busybox, and of curl. */
export const NETWORK_TOOLS: Readonly<Record<string, Tool>> = { curl, nslookup, ping, wget };

const DNS_IP = "10.96.0.10";
const DOMAIN = "cluster.local";
const HTTP = 80;
const IP = /^\d{1,3}(?:\.\d{1,3}){3}$/;

function nslookup({ args, shell }: ToolCall): ToolResult {
  const [name = ""] = args.filter((arg) => !arg.startsWith("-"));
  const head = `Server:\t\t${DNS_IP}\nAddress:\t${DNS_IP}:53\n\n`;
  const found = resolve(shell.container, name);
  if (!found) return { out: `${head}** server can't find ${name}: NXDOMAIN\n\n`, code: 1 };
  return { out: `${head}${found.addresses.map((ip) => `Name:\t${found.name}\nAddress: ${ip}\n`).join("")}\n` };
}

/** A Service's own address answers no ping; pods and machines do. */
function ping({ args, shell }: ToolCall): ToolResult {
  const given = args.filter((arg, i) => !arg.startsWith("-") && !/^-[cwWiIs]$/.test(args[i - 1] ?? ""));
  const [host = ""] = given;
  const found = resolve(shell.container, host);
  const ip = found?.addresses[0];
  if (ip === undefined) return { err: `ping: bad address '${host}'\n`, code: 1 };
  const at = args.indexOf("-c");
  const count = at < 0 ? Infinity : Math.min(100, Number(args[at + 1]) || 1);
  const head = `PING ${host} (${ip}): 56 data bytes`;
  if (count === Infinity) return { out: `${head}\n`, blocks: true };
  const isReached = !found?.service || found.service.spec.clusterIP === "None";
  const replies = isReached ? Array.from({ length: count }, (_, n) => `64 bytes from ${ip}: seq=${n} ttl=63 time=0.112 ms`) : [];
  const summary = `${count} packets transmitted, ${replies.length} packets received, ${isReached ? 0 : 100}% packet loss`;
  return { out: textOfLines([head, ...replies, "", `--- ${host} ping statistics ---`, summary, ...(isReached ? ["round-trip min/avg/max = 0.112/0.112/0.112 ms"] : [])]), code: Number(!isReached), sleepMs: isReached ? (count - 1) * 1000 : count * 1000 + 9000 };
}

/** `wget URL`: what is fetched goes to a file that is gone with the command, or with `-O -` to the output. */
function wget({ args, shell }: ToolCall): ToolResult {
  const url = args.find((arg, i) => !arg.startsWith("-") && !/^-[a-zA-Z]*[OTYPUt]$/.test(args[i - 1] ?? "")) ?? "";
  const [, host = "", port = "80"] = /^(?:https?:\/\/)?([^/:]+)(?::(\d+))?/.exec(url) ?? [];
  const isQuiet = args.some((arg) => /^-[a-zA-Z]*q/.test(arg));
  const isShown = args.some((arg, i) => /^-[a-zA-Z]*O-$/.test(arg) || (/^-[a-zA-Z]*O$/.test(arg) && args[i + 1] === "-"));
  const found = resolve(shell.container, host);
  const ip = found?.addresses[0] ?? "";
  if (!found) return { err: `wget: bad address '${host}${port === "80" ? "" : `:${port}`}'\n`, code: 1 };
  const connecting = isQuiet ? "" : `Connecting to ${host}${port === "80" ? "" : `:${port}`} (${ip}:${port})\n`;
  const page = answerOf(found, Number(port));
  if (page === undefined) return { err: `${connecting}wget: can't connect to remote host (${ip}): Connection refused\n`, code: 1 };
  return { err: connecting, out: isShown ? page : "" };
}

/** `curl URL`: the page, its head with `-I`, its status with `-w '%{http_code}'`; `-s` without progress and errors. */
function curl({ args, shell }: ToolCall): ToolResult {
  const valueOf = (flag: RegExp) => args.find((_, i) => i > 0 && flag.test(args[i - 1]!));
  const takesValue = /^(?:-[a-zA-Z]*[owmHXdAu]|--(?:output|write-out|max-time|connect-timeout|header|request|data|retry))$/;
  const url = args.find((arg, i) => !arg.startsWith("-") && !takesValue.test(args[i - 1] ?? ""));
  if (url === undefined) return { err: "curl: (2) no URL specified\n", code: 2 };
  const [, host = "", port = "80"] = /^(?:https?:\/\/)?([^/:?]+)(?::(\d+))?/.exec(url) ?? [];
  const isSilent = args.some((arg) => /^-[a-zA-Z]*s/.test(arg) || arg === "--silent") && !args.some((arg) => /^-[a-zA-Z]*S/.test(arg));
  const failed = (code: number, text: string): ToolResult => ({ ...(isSilent ? {} : { err: `curl: (${code}) ${text}\n` }), code });
  const found = resolve(shell.container, host);
  if (!found) return failed(6, `Could not resolve host: ${host}`);
  const page = answerOf(found, Number(port));
  if (page === undefined) return failed(7, `Failed to connect to ${host} port ${port} after 0 ms: Could not connect to server`);
  const isHead = args.some((arg) => /^-[a-zA-Z]*I/.test(arg) || arg === "--head");
  const shown = valueOf(/^(?:-[a-zA-Z]*o|--output)$/) !== undefined ? "" : isHead ? `HTTP/1.1 200 OK\r\nContent-Length: ${page.length}\r\n\r\n` : page;
  const format = valueOf(/^(?:-[a-zA-Z]*w|--write-out)$/) ?? "";
  return { out: shown + format.replaceAll("%{http_code}", "200").replaceAll("\\n", "\n") };
}

interface Found {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly service?: Service;
  readonly pods: readonly Pod[];
}

/** What a name or an address leads to, as the search list of the pod has it. */
function resolve({ store, pod }: SimContainer, given: string): Found | undefined {
  if (given === "localhost" || given === "127.0.0.1") return { name: "localhost", addresses: ["127.0.0.1"], pods: [pod] };
  if (IP.test(given)) return { name: given, addresses: [given], ...targetOf(store.all<Service>(SERVICES), store.all<Pod>(PODS), given) };
  const words = given.replace(/\.$/, "").replace(new RegExp(`\\.svc(?:\\.${DOMAIN.replace(".", "\\.")})?$`), "").split(".");
  const [name = "", namespace = pod.metadata.namespace ?? "default", more] = words;
  const service = more === undefined ? store.get<Service>(SERVICES, namespace, name) : undefined;
  if (service) {
    const pods = readyPods(store.all<Pod>(PODS), service);
    const { clusterIP = "" } = service.spec;
    const addresses = clusterIP === "None" ? pods.map(({ status }) => status.podIP ?? "") : [clusterIP];
    return addresses.length === 0 ? undefined : { name: `${name}.${namespace}.svc.${DOMAIN}`, addresses, service, pods };
  }
  const inStatefulSet = words.length === 3 || words.length === 2 ? podOfService(store.all<Pod>(PODS), words, pod.metadata.namespace ?? "default") : undefined;
  return inStatefulSet && { name: `${words[0]}.${words[1]}.${inStatefulSet.metadata.namespace}.svc.${DOMAIN}`, addresses: [inStatefulSet.status.podIP!], pods: [inStatefulSet] };
}

/** `db-0.db`: a pod that names itself and its Service. */
function podOfService(pods: Iterable<Pod>, [hostname, subdomain, namespace]: readonly string[], own: string): Pod | undefined {
  return [...pods].find(({ metadata, spec, status }) => spec["hostname"] === hostname && spec["subdomain"] === subdomain && metadata.namespace === (namespace ?? own) && status.podIP !== undefined);
}

function targetOf(services: Iterable<Service>, pods: Iterable<Pod>, ip: string): Pick<Found, "service" | "pods"> {
  const service = [...services].find(({ spec }) => spec.clusterIP === ip);
  if (service) return { service, pods: readyPods(pods, service) };
  return { pods: [...pods].filter(({ status }) => status.podIP === ip) };
}

function readyPods(pods: Iterable<Pod>, { metadata, spec: { selector } }: Service): readonly Pod[] {
  if (!selector) return [];
  return [...pods].filter(({ metadata: { namespace, labels }, status }) =>
    namespace === metadata.namespace && matchesLabels({ matchLabels: selector }, labels) && status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"));
}

/** The page of the first pod behind; undefined: nobody listens there. */
function answerOf({ service, pods }: Found, port: number): string | undefined {
  if (service && !service.spec.ports?.some((open) => open.port === port)) return undefined;
  const [pod] = pods;
  if (!pod || (!service && port !== HTTP && pod.spec.containers.every(isStockWebServer))) return undefined;
  return pod.spec.containers.some(({ image }) => /nginx/.test(image)) ? NGINX_PAGE : `${pod.metadata.name}\n`;
}

const NGINX_PAGE = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n</body>\n</html>\n";
