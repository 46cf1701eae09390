import type { KubeObject } from "../../../api/types/meta.ts";

/** One case of the `daemonset` conformance format; see testdata/conformance/daemonset/SCHEMA.md. */
export interface Scenario {
  readonly name: string;
  readonly topic: string;
  readonly controllers: readonly string[];
  readonly subject?: string;
  readonly requires?: readonly string[];
  readonly given: readonly KubeObject[];
  readonly steps: readonly Step[];
  readonly expect: Expectation;
}

export interface Match {
  readonly name?: string | readonly string[];
  readonly node?: string | readonly string[];
  readonly hash?: "new" | "old";
  readonly terminating?: boolean;
  readonly ready?: boolean;
  readonly scheduled?: boolean;
  readonly phase?: string;
  readonly ownedBy?: string;
  readonly first?: number;
}

export interface Step {
  readonly create?: KubeObject;
  readonly update?: { readonly kind: string; readonly name: string; readonly namespace?: string; readonly patch: Record<string, unknown> };
  readonly patchStatus?: { readonly kind: string; readonly match: Match; readonly status: unknown };
  readonly delete?: {
    readonly kind: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly match?: Match;
    readonly gracePeriodSeconds?: number;
    readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  };
  readonly bind?: { readonly kind: string; readonly match: Match };
  readonly advance?: { readonly seconds: number };
  readonly expect?: Expectation;
  readonly expectError?: { readonly code: number; readonly reason: string; readonly causes?: readonly { readonly field: string; readonly messageMatches?: string }[] };
}

interface Check { readonly path: readonly (string | number)[]; readonly op: string; readonly value?: unknown }

export interface Expectation {
  readonly createdOn?: readonly string[];
  readonly createdCount?: number;
  readonly deletedPods?: readonly string[];
  readonly deletedFrom?: readonly string[];
  readonly deletedCount?: number;
  readonly events?: readonly { readonly reason: string; readonly type: string; readonly messageMatches?: string; readonly count?: number }[];
  readonly noEvents?: readonly string[];
  readonly pods?: readonly { readonly match: Match; readonly count: number; readonly each?: readonly Check[] }[];
  readonly status?: Readonly<Record<string, number>>;
  readonly revisions?: { readonly numbers?: readonly number[]; readonly current?: number };
  readonly objects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string; readonly exists?: boolean; readonly checks?: readonly Check[] }[];
}
