import { clockOf } from "../../api/calendar.ts";
import { create, get, patch, type KubeRequest, type RequestOptions } from "../../api/request.ts";
import { toYaml } from "../../api/to-yaml.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import { CLIENT_SIDE_MANAGER, SERVER_SIDE_MANAGER, serverSideRequest } from "../apply/apply-request.ts";
import { LAST_APPLIED, lastApplied } from "../apply/last-applied.ts";
import { threeWayPatch } from "../apply/three-way-patch.ts";
import { COMMON_FLAGS } from "../kubectl/arguments.ts";
import { KubectlError, type Arguments, type Flag, type KubectlContext, type Verb } from "../kubectl/verb.ts";
import { FILE_FLAGS, readFiles, requireFiles, type FileObject } from "../manifest-files.ts";
import { unifiedHunks } from "../print/unified-diff.ts";
import { throwProblems, type Problem } from "../problems.ts";
import { now, print, send, type Process, type Steps } from "../process.ts";
import { temporaryDigits } from "../temporary-name.ts";
import { refuseWords } from "./no-words.ts";

const FLAGS: readonly Flag[] = [
  ...FILE_FLAGS, COMMON_FLAGS.selector, COMMON_FLAGS.fieldManager,
  ...["server-side", "force-conflicts", "show-managed-fields", "prune"].map((name): Flag => ({ name, type: "bool" })),
  { name: "concurrency", type: "int" },
];

/** Something went wrong; 1 says that there are differences. */
const FAILED = 2;

/** `kubectl diff`: what `kubectl apply` would change. Source: kubectl pkg/cmd/diff/diff.go (1.36) */
export const diff: Verb = {
  name: "diff",
  flags: FLAGS,
  places: ["file"],
  *run(args, context) {
    try {
      return yield* diffFiles(args, context);
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      throw new KubectlError(error.message, FAILED);
    }
  },
};

function* diffFiles(args: Arguments, context: KubectlContext): Process {
  refuseWords(args, "diff");
  requireFiles(args);
  const { objects, problems } = yield* readFiles(args, context);
  const all: Problem[] = [...problems];
  const pairs: Pair[] = [];
  for (const file of objects) {
    const pair = yield* pairOf(file, args);
    if ("problem" in pair) {
      all.push(pair.problem);
      break;
    }
    pairs.push(pair.pair);
  }
  throwProblems(all);
  const text = diffText(pairs, yield* now(), args.is("show-managed-fields"));
  yield* print(text);
  return text === "" ? 0 : 1;
}

/** An object as it is and as it would be. */
interface Pair {
  /** Of the files that `diff` is given. */
  readonly name: string;
  readonly live?: KubeObject;
  readonly merged: KubeObject;
}

function* pairOf(file: FileObject, args: Arguments): Steps<{ readonly pair: Pair } | { readonly problem: Problem }> {
  const { resource, object: draft, name } = file;
  if (!name) return { problem: { text: "resource name may not be empty" } };
  const found = yield* send(get(resource, { name, namespace: draft.metadata.namespace }));
  if (!found.ok && found.status.reason !== "NotFound") return { problem: { status: found.status } };
  const live = found.ok ? found.body : undefined;
  const response = yield* send(dryRunOf(file, live, args));
  if (!response.ok) return { problem: { status: response.status } };
  const group = resource.group ? `${resource.group}.` : "";
  return { pair: { name: `${group}${resource.version}.${resource.kind}.${draft.metadata.namespace ?? ""}.${name}`, merged: response.body, ...(live ? { live } : {}) } };
}

function dryRunOf({ resource, object: draft }: FileObject, live: KubeObject | undefined, args: Arguments): KubeRequest {
  const options: RequestOptions = { dryRun: true, fieldValidation: "Warn" };
  const manager = args.text("field-manager");
  if (args.is("server-side")) return serverSideRequest(resource, draft, { ...options, fieldManager: manager || SERVER_SIDE_MANAGER, ...(args.is("force-conflicts") ? { force: true } : {}) });
  if (!live) return create(resource, draft as { metadata: { namespace?: string } }, { ...options, fieldManager: manager || CLIENT_SIDE_MANAGER });
  // The annotation is no difference that anybody wants to read.
  const { [LAST_APPLIED]: _, ...annotations } = draft.metadata.annotations ?? {};
  const { body, type } = threeWayPatch(resource, lastApplied(live), { ...draft, metadata: { ...draft.metadata, annotations } }, { ...live });
  return patch(resource, live.metadata, body, { ...options, patchType: type, fieldManager: manager || CLIENT_SIDE_MANAGER });
}

const MASK = "***";

/** Secrets stay secret: their values are stars, which tell only what differs. Source: pkg/cmd/diff/diff.go Masker */
function masked(live: KubeObject | undefined, merged: KubeObject): { readonly live: KubeObject | undefined; readonly merged: KubeObject } {
  if (merged.kind !== "Secret" || merged.apiVersion !== "v1") return { live, merged };
  const [from, to] = [dataOf(live), dataOf(merged)];
  const stars = (data: StringMap, other: StringMap, word: string) =>
    Object.fromEntries(Object.keys(data).map((key) => [key, key in other && data[key] !== other[key] ? `${MASK} (${word})` : MASK]));
  const withData = <T extends KubeObject>(object: T, data: StringMap): T => (Object.keys(data).length > 0 ? { ...object, data } : object);
  return { live: live && withData(live, stars(from, to, "before")), merged: withData(merged, stars(to, from, "after")) };
}

function dataOf(secret: KubeObject | undefined): StringMap {
  return (secret as { readonly data?: StringMap } | undefined)?.data ?? {};
}

function diffText(pairs: readonly Pair[], nowMs: number, showsManagedFields: boolean): string {
  const { year, monthNumber, day, time, milliseconds } = clockOf(nowMs);
  const stamp = `${year}-${monthNumber}-${String(day).padStart(2, "0")} ${time}.${milliseconds}000000 +0000`;
  const about = `${nowMs} ${pairs.map(({ name }) => name).join(" ")}`;
  const folders = { live: `/tmp/LIVE-${temporaryDigits(about)}`, merged: `/tmp/MERGED-${temporaryDigits(`${about} merged`)}` };
  const sorted = [...pairs].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map(({ name, live, merged }) => {
    const yaml = (object: KubeObject | undefined) => (object ? toYaml(object, { withManagedFields: showsManagedFields }) : "");
    const shown = masked(live, merged);
    // kubectl masks also a Secret that is not there yet, which makes it null.
    const nothing = shown.merged.kind === "Secret" && shown.merged.apiVersion === "v1" && !live ? "null\n" : "";
    const hunks = unifiedHunks(nothing || yaml(shown.live), yaml(shown.merged));
    const [left, right] = [`${folders.live}/${name}`, `${folders.merged}/${name}`];
    return hunks === "" ? "" : `diff -u -N ${left} ${right}\n--- ${left}\t${stamp}\n+++ ${right}\t${stamp}\n${hunks}`;
  }).join("");
}
