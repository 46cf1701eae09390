interface WatchEvent {
  readonly type: string;
  readonly object: { readonly metadata: { readonly name: string; readonly namespace: string; readonly deletionTimestamp?: string } };
}

/**
 * Plays the kubelets of a cluster of recorded objects: a pod that is being deleted is gone at once, and nothing else
 * ever happens to it.
 * @returns ends the play
 */
export function playKubelet(url: string): () => void {
  const controller = new AbortController();
  void watch(url, controller.signal).catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  return () => controller.abort();
}

async function watch(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${url}/api/v1/pods?watch=true`, { signal });
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body!) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) await finish(url, JSON.parse(line) as WatchEvent);
  }
}

async function finish(url: string, { type, object: { metadata } }: WatchEvent): Promise<void> {
  if (type === "DELETED" || !metadata.deletionTimestamp) return;
  await fetch(`${url}/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`, { method: "DELETE" });
}
