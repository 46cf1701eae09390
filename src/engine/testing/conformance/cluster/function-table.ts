import { ADMISSION_FUNCTIONS } from "./admission-functions.ts";
import { KUBELET_FUNCTIONS } from "./kubelet-functions.ts";
import { SCHEDULER_FUNCTIONS } from "./scheduler-functions.ts";
import { VALUE_FUNCTIONS } from "./value-functions.ts";

/**
 * One function of the `cluster` format: from the `in` of a case to what is compared with its `out`. `expected` is
 * given because some cases name only part of the result.
 */
export type CaseFunction = (input: never, expected: unknown) => unknown;

export type CaseFunctions = Readonly<Record<string, CaseFunction>>;

/** Every function of SCHEMA.md but those of kubectl, which live in a room that the engine does not know. */
export const CASE_FUNCTIONS: CaseFunctions = { ...VALUE_FUNCTIONS, ...SCHEDULER_FUNCTIONS, ...ADMISSION_FUNCTIONS, ...KUBELET_FUNCTIONS };
