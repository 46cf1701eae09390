import type { KubeObject } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";

/** What a description depends on besides its object. */
export interface Describing {
  readonly nowMs: number;
  readonly showEvents: boolean;
}

/** Describes an object of one kind; asks the API server for what is told besides it. The text ends with a newline. */
export type Describer<T extends KubeObject = KubeObject> = (object: T, about: Describing) => Steps<string>;
