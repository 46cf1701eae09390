import type { Decision } from "../api/decision.ts";
import type { Frame } from "../api/frame.ts";
import type { KubeRequest, KubeResponse } from "../api/request.ts";
import type { AdvanceOptions, Crash, Inspection, Mark, OpenOptions, Preview, RunLog } from "../api/timeline.ts";
import type { Changes } from "../api/watch.ts";
import type { ObjectReference } from "../api/types/meta.ts";

/** Page to engine. Every message has an id, and every id gets exactly one answer, unless the engine dies. */
export type ToEngine =
  | { readonly kind: "open"; readonly id: number; readonly options: OpenOptions }
  | { readonly kind: "request"; readonly id: number; readonly request: KubeRequest }
  | { readonly kind: "advance"; readonly id: number; readonly options: AdvanceOptions }
  | { readonly kind: "seek"; readonly id: number; readonly toMs: number }
  | { readonly kind: "inspect"; readonly id: number; readonly object: ObjectReference }
  | { readonly kind: "causes"; readonly id: number; readonly decisionId: number }
  | { readonly kind: "changes"; readonly id: number; readonly list: KubeRequest; readonly since: string }
  | { readonly kind: "preview"; readonly id: number; readonly requests: readonly KubeRequest[] }
  | { readonly kind: "previewOn"; readonly id: number; readonly more: number }
  | { readonly kind: "mark"; readonly id: number }
  | { readonly kind: "goTo"; readonly id: number; readonly mark: Mark }
  | { readonly kind: "export"; readonly id: number };

/**
 * Engine to page. `frame` answers open, advance, seek and goTo. `refused`: there is no living cluster to ask. After
 * `crashed` nothing that was asked before is answered any more.
 */
export type FromEngine =
  | { readonly kind: "response"; readonly id: number; readonly response: KubeResponse }
  | { readonly kind: "frame"; readonly id: number; readonly frame: Frame }
  | { readonly kind: "inspection"; readonly id: number; readonly inspection: Inspection }
  | { readonly kind: "causes"; readonly id: number; readonly decisions: readonly Decision[] }
  | { readonly kind: "changes"; readonly id: number; readonly changes: Changes }
  | { readonly kind: "preview"; readonly id: number; readonly preview: Preview | undefined }
  | { readonly kind: "marked"; readonly id: number; readonly mark: Mark }
  | { readonly kind: "log"; readonly id: number; readonly log: RunLog }
  | { readonly kind: "refused"; readonly id: number; readonly message: string }
  | { readonly kind: "crashed"; readonly crash: Crash };

/** One end of a wire: a Worker, the inside of a worker, or a MessagePort. */
export interface EnginePort {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
}
