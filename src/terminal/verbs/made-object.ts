import { applyMergePatch } from "../../api/patch.ts";
import { create } from "../../api/request.ts";
import { apiVersionOf, type Resource } from "../../api/resources.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { namespaceOf } from "../kubectl/resources.ts";
import type { Arguments, KubectlContext } from "../kubectl/verb.ts";
import type { Steps } from "../process.ts";
import type { Found } from "./objects.ts";
import { changeOptions, type Outcome } from "./outcome.ts";

/** An object that `run` and `expose` make: everything but what every object has. */
export interface Made {
  readonly resource: Resource;
  readonly name: string;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly spec: object;
  readonly status: object;
}

/**
 * Creates an object, after `--overrides` have been merged into it; with `--dry-run=client` it is only made.
 * @param manager the field manager, unless the command names one
 */
export function* createMade(made: Made, args: Arguments, context: KubectlContext, outcome: Outcome, manager: string): Steps<Found> {
  const { resource, name, labels = {}, annotations = {}, spec, status } = made;
  const namespace = outcome.dryRun === "client" ? args.text("namespace") : namespaceOf(args, context);
  const metadata = {
    name,
    ...(namespace ? { namespace } : {}),
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
  const draft = overridden({ apiVersion: apiVersionOf(resource), kind: resource.kind, metadata, spec, status }, args.text("overrides"));
  if (outcome.dryRun === "client") return { resource, object: draft };
  const fieldManager = args.text("field-manager") ?? manager;
  return { resource, object: yield* ask<KubeObject>(create(resource, draft as { readonly metadata: { namespace?: string } }, changeOptions(outcome, { fieldManager }))) };
}

function overridden(draft: object, overrides: string | undefined): KubeObject {
  if (!overrides) return draft as KubeObject;
  return applyMergePatch(draft, parsed(overrides)) as KubeObject;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Of the text nothing is kept but that it is none.
    return fail("Invalid JSON Patch");
  }
}

/** `a=b,c=d`. Source: kubectl pkg/generate/generate.go ParseLabels */
export function parsePairs(text: string): StringMap {
  return Object.fromEntries(text.split(",").map((pair): [string, string] => {
    const [key = "", value, ...more] = pair.split("=");
    return value === undefined || more.length > 0 ? fail(`unexpected label spec: ${pair}`) : [key, value];
  }));
}
