interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly metadata: { readonly name: string; readonly namespace: string; readonly deletionTimestamp?: string };
    readonly spec: { readonly nodeName?: string };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  };
}

/**
 * Plays the kubelets of a cluster of recorded objects: a pod that is being deleted is gone at once, and nothing else
 * ever happens to it.
 * @returns ends the play
 */
export function playKubelet(url: string): () => void {
  return play(url, finish);
}

/**
 * Plays the binder of the clusters on which workloads were recorded: no scheduler ran there, and whatever had no node got
 * one, also pods whose claims nobody bound. Here it takes what the scheduler has refused.
 * @returns ends the play
 */
export function playBinder(url: string, nodes: readonly string[]): () => void {
  let turn = 0;
  return play(url, async (at, { type, object: { metadata, spec, status } }) => {
    const isRefused = status.conditions?.some((c) => c.type === "PodScheduled" && c.status === "False") ?? false;
    if (type === "DELETED" || spec.nodeName || !isRefused || metadata.deletionTimestamp) return;
    const target = { apiVersion: "v1", kind: "Node", name: nodes[turn++ % nodes.length] };
    const body = JSON.stringify({ apiVersion: "v1", kind: "Binding", metadata: { name: metadata.name }, target });
    await fetch(`${at}/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/binding`, { method: "POST", headers: { "content-type": "application/json" }, body });
  });
}

type OnEvent = (url: string, event: WatchEvent) => Promise<void>;

function play(url: string, onEvent: OnEvent): () => void {
  const controller = new AbortController();
  void watch(url, controller.signal, onEvent).catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return () => controller.abort();
}

async function watch(url: string, signal: AbortSignal, onEvent: OnEvent): Promise<void> {
  const response = await fetch(`${url}/api/v1/pods?watch=true`, { signal });
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) await onEvent(url, JSON.parse(line) as WatchEvent);
  }
}

async function finish(url: string, { type, object: { metadata } }: WatchEvent): Promise<void> {
  if (type === "DELETED" || !metadata.deletionTimestamp) return;
  await fetch(`${url}/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`, { method: "DELETE" });
}
