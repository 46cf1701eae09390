import { internalError } from "../api/status.ts";
import type { KubeObject } from "../api/types/meta.ts";
import { ENGINE_VERSION, type RunLog } from "../api/timeline.ts";
import { EPOCH_UNIX_MS } from "../api/time.ts";
import { EngineHost } from "../bridge/engine-host.ts";
import type { ToEngine } from "../bridge/protocol.ts";
import { SharedCluster } from "../bridge/shared-cluster.ts";
import { withManagedFields } from "../engine/apiserver/managed-fields/actor-entries.ts";
import { Cluster } from "../engine/cluster.ts";
import { INSIDE } from "../engine/kubelet/inside.ts";
import type { Api } from "../http/exchange.ts";
import { WatchHistory } from "../api/watch-history.ts";
import { PAGE_PATH, startServer, type RunningServer } from "../server/http-server.ts";
import { writeKubeconfig } from "../server/kubeconfig.ts";
import { RealTime } from "../server/real-time.ts";
import type { WebSocketEnd, WebSocketListener } from "../server/web-socket.ts";
import { actorsOf } from "./controllers.ts";
import { startScenario } from "./start-scenario.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** How many nodes the start scenario has. */
  readonly nodes: number;
  /** Only what every cluster has: no nodes, no workloads. */
  readonly isEmpty: boolean;
  /** As kube-controller-manager's flag `--controllers`. */
  readonly controllers: string;
  /** False: clients play the kubelets. */
  readonly hasKubelet: boolean;
  readonly seed: number;
  /** Virtual seconds in a real one. */
  readonly speed: number;
  /** Folder of the built page. */
  readonly pageFolder?: string;
  /** Told about errors that are bugs; the server goes on. */
  readonly onError: (error: unknown) => void;
}

export interface Served {
  readonly url: string;
  readonly pageUrl: string;
  readonly kubeconfig: string;
  close(): Promise<void>;
}

/** A cluster in real time behind the Kubernetes API, and the page that shows it. An `error`: a flag that makes no sense. */
export async function serve(options: ServeOptions): Promise<Served | { readonly error: string }> {
  const actors = actorsOf(options.controllers, options.hasKubelet);
  if ("error" in actors) return actors;
  // API times are real times: kubectl works out some ages itself. From here on, --speed sets them apart.
  // Not performance.now(): a machine that slept must not leave its cluster in the past.
  const startedAt = Date.now();
  const startMs = startedAt - EPOCH_UNIX_MS;
  const cluster = Cluster.open(logOf(options, actors, startMs), { keepsHistory: false, inside: INSIDE });
  const history = new WatchHistory(cluster.store.revision, options.onError);
  cluster.onChange((change) => history.record(change));

  const time: RealTime = new RealTime(cluster, {
    startMs, startedAt, speed: options.speed, now: () => Date.now(), onError: options.onError, afterStep: () => shared.drain(),
  });
  cluster.onChange(() => time.wake());
  const shared = new SharedCluster(cluster, () => time.catchUp());
  const server = await startServer(apiOf(cluster, history, time, options.onError), {
    host: options.host, port: options.port, openPage: (end) => openPage(shared, end, options.onError), onError: options.onError,
    ...(options.pageFolder === undefined ? {} : { pageFolder: options.pageFolder }),
  }).catch((error: unknown) => {
    time.stop();
    throw error;
  });
  return served(server, time);
}

function served(server: RunningServer, time: RealTime): Served {
  const kubeconfig = writeKubeconfig(server.url);
  return {
    url: server.url,
    pageUrl: `${server.url}${PAGE_PATH}`,
    kubeconfig: kubeconfig.path,
    async close() {
      time.stop();
      kubeconfig.remove();
      await server.close();
    },
  };
}

function logOf({ isEmpty, nodes, seed }: ServeOptions, actors: readonly string[], startMs: number): RunLog {
  const setup = isEmpty ? [] : startScenario(new URLSearchParams({ nodes: String(nodes) })).log.setup;
  return { engineVersion: ENGINE_VERSION, seed, setup, actors, startMs, inputs: [] };
}

function apiOf(cluster: Cluster, history: WatchHistory, time: RealTime, onError: (error: unknown) => void): Api {
  return {
    handle(request) {
      time.catchUp();
      try {
        return cluster.handle(request);
      } catch (error) {
        onError(error);
        return { ok: false, status: internalError(`Internal error occurred: ${error instanceof Error ? error.message : String(error)}`) };
      }
    },
    nowMs: () => cluster.nowMs,
    revision: () => cluster.store.revision,
    customResources: () => cluster.store.customResources,
    history,
    present: remembered(withManagedFields),
  };
}

/** Objects are immutable: what clients see of one is worked out once, as long as it lives. */
function remembered(present: (object: KubeObject) => KubeObject): (object: KubeObject) => KubeObject {
  const known = new WeakMap<KubeObject, KubeObject>();
  return (object) => {
    const shown = known.get(object) ?? present(object);
    known.set(object, shown);
    return shown;
  };
}

/** A page that has connected: it speaks to the cluster as to its own worker. */
function openPage(shared: SharedCluster, end: WebSocketEnd, onError: (error: unknown) => void): WebSocketListener {
  let engine: ReturnType<SharedCluster["openEngine"]> | undefined;
  const host = new EngineHost((message) => end.send(JSON.stringify(message)), {
    now: () => performance.now(),
    // Whatever it asks to open, it gets this cluster, from the beginning.
    open: () => {
      engine?.close();
      return (engine = shared.openEngine());
    },
  });
  return {
    onMessage(content) {
      if (typeof content !== "string") return end.close(1003, "messages are texts");
      try {
        host.receive(JSON.parse(content) as ToEngine);
      } catch (error) {
        // No JSON, or no message of the protocol: a page does not send such things.
        onError(error);
        end.close(1007, "this is no message of the page");
      }
    },
    onClose: () => engine?.close(),
  };
}
