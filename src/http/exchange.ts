import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { Resource } from "../api/resources.ts";
import type { KubeObject } from "../api/types/meta.ts";
import type { WatchHistory } from "../api/watch-history.ts";

/** A request as it came over the wire. Names of headers are in lower case; `target` is path and query, still escaped. */
export interface HttpMessage {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** What goes back: a body at once, or one that grows until either side ends it. */
export type Answer =
  | { readonly kind: "whole"; readonly status: number; readonly headers: Headers; readonly body: string | Uint8Array }
  | { readonly kind: "stream"; readonly status: 200; readonly headers: Headers; readonly start: (sink: Sink) => Stream };

/** The reader's end of a stream. */
export interface Sink {
  /** False: the reader is gone, or too slow to be waited for; nothing more is to be written. */
  write(text: string): boolean;
  end(): void;
}

/** The writer's end: stops whatever feeds the stream. Called once, however the stream ends. */
export interface Stream {
  stop(): void;
}

/** What the HTTP API is made of. Everything answers at once. */
export interface Api {
  handle(request: KubeRequest): KubeResponse;
  /** The cluster's time, in virtual ms: what ages are counted from. */
  nowMs(): number;
  /** resourceVersion of the last write. */
  revision(): number;
  /** Kinds of stored CustomResourceDefinitions. */
  customResources(): readonly Resource[];
  readonly history: WatchHistory;
  /** The object as clients see it: with what is worked out only when somebody asks. */
  present(object: KubeObject): KubeObject;
}
