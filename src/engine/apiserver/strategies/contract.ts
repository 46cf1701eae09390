import type { FieldError } from "../../../api/status.ts";
import type { KubeObject } from "../../../api/types/meta.ts";

/** What the rules of a kind may know besides the object. */
export interface StrategyContext {
  readonly nowMs: number;
  /** Stored PriorityClass objects. The two built-in classes need not be among them. */
  readonly priorityClasses?: Iterable<KubeObject>;
  /** Stored Services, so that none gets the address or the node port of another. */
  readonly services?: Iterable<KubeObject>;
  /** Stored StorageClasses, so that a claim gets the default one. */
  readonly storageClasses?: Iterable<KubeObject>;
  /** Whether a namespace has a ServiceAccount of the name. Absent: nobody asks. */
  readonly hasServiceAccount?: (namespace: string, name: string) => boolean;
}

/**
 * What the API server does to objects of one kind besides storing them. Pure: objects in, objects out.
 * uid, resourceVersion and creationTimestamp are no business of a strategy.
 *
 * Create: `prepareForCreate`, then `forbids`, then `validate`.
 * Update: `prepareForUpdate`, then `validateUpdate` (which includes the rules of `validate`).
 */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** Defaults, admission, generation 1, status reset. `object` comes out of decode and may lack any field. */
  prepareForCreate(object: T, ctx: StrategyContext): T;
  /** Defaults, generation, status of `old`. Returns `old` itself if nothing is changed. */
  prepareForUpdate(next: T, old: T, ctx: StrategyContext): T;
  /** The status of `next` on everything else of `old`. Returns `old` itself if nothing is changed. */
  prepareForStatusUpdate(next: T, old: T): T;
  /** Rules for a new, prepared object. Empty: valid. The order is the API server's. */
  validate(object: T): readonly FieldError[];
  /** All rules for an update of a prepared object, those for new objects among them where they apply. */
  validateUpdate(next: T, old: T): readonly FieldError[];
  /** Admission of a new object that answers 403: the text after `is forbidden: `. Asked with the object as it was sent. */
  forbids?(sent: T, ctx: StrategyContext): string | undefined;
}
