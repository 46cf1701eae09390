import { readFileSync } from "node:fs";

interface Seeded {
  readonly spec?: { readonly nodeName?: string; readonly taints?: readonly unknown[]; readonly schedulerName?: string };
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string };
  readonly status?: unknown;
}

/** Plurals that are not the kind and an s. */
const CLUSTER_KINDS = ["Namespace", "Node"];

/**
 * Puts the objects of seed.json into a cluster: the cluster that the recordings were made on. `$ago:90s` is 90 seconds
 * before now (`$micro:90s` with microseconds); the server gives its own uids, so references follow them.
 */
export async function loadSeed(url: string): Promise<void> {
  const text = readFileSync(new URL("../recordings/seed.json", import.meta.url), "utf8");
  const uids = new Map<string, string>();
  for (const object of JSON.parse(withTimes(text)) as readonly Seeded[]) {
    const own = unscheduled(JSON.parse(withUids(JSON.stringify(object), uids)) as Seeded);
    const place = pathOf(url, own);
    const existing = await ask("GET", `${place}/${own.metadata.name}`);
    const created = existing.ok ? existing : await ask("POST", place, own);
    if (!created.ok) throw new Error(`${own.kind} ${own.metadata.name}: ${await created.text()}`);
    const stored = (await created.json()) as Seeded;
    if (object.metadata.uid && stored.metadata.uid) uids.set(object.metadata.uid, stored.metadata.uid);
    if (own.status === undefined || Object.keys(own.status as object).length === 0) continue;
    const status = await ask("PUT", `${place}/${own.metadata.name}/status`, { ...stored, status: own.status });
    // Every new node is tainted until something sees that it is ready, which nobody does here.
    if (own.kind === "Node") await ask("PATCH", `${place}/${own.metadata.name}`, { spec: { taints: own.spec?.taints ?? null } });
    if (!status.ok) throw new Error(`status of ${own.kind} ${own.metadata.name}: ${await status.text()}`);
  }
}

/** The recorded cluster had no scheduler; the one here must leave its pending pod alone. */
function unscheduled(object: Seeded): Seeded {
  return object.kind === "Pod" && !object.spec?.nodeName ? { ...object, spec: { ...object.spec, schedulerName: "none" } } : object;
}

function withTimes(text: string): string {
  return text.replace(/\$(ago|micro):(\d+)s/g, (_, form: string, seconds: string) =>
    new Date(Date.now() - Number(seconds) * 1000).toISOString().replace(/\.(\d+)Z$/, form === "ago" ? "Z" : ".$1000Z"));
}

function withUids(text: string, uids: ReadonlyMap<string, string>): string {
  return text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (uid) => uids.get(uid) ?? uid);
}

function pathOf(url: string, { apiVersion, kind, metadata }: Seeded): string {
  const root = apiVersion.includes("/") ? `${url}/apis/${apiVersion}` : `${url}/api/${apiVersion}`;
  return `${root}${CLUSTER_KINDS.includes(kind) ? "" : `/namespaces/${metadata.namespace}`}/${kind.toLowerCase()}s`;
}

function ask(method: string, address: string, body?: object): Promise<Response> {
  return fetch(address, { method, ...(body ? { body: JSON.stringify(body), headers: { "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json" } } : {}) });
}

interface NodeSeen {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Adds nodes and waits until their kubelets say that they are ready. */
export async function addNodes(url: string, names: readonly string[]): Promise<void> {
  for (const name of names) await ask("POST", `${url}/api/v1/nodes`, { apiVersion: "v1", kind: "Node", metadata: { name } });
  const isReady = async (name: string) => {
    const node = (await (await ask("GET", `${url}/api/v1/nodes/${name}`)).json()) as NodeSeen;
    return node.status?.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
  };
  for (const name of names) while (!(await isReady(name))) await new Promise((resolve) => setTimeout(resolve, 200));
}
