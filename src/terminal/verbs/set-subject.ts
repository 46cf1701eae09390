import { deepEqual } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, KubectlContext, Process, Verb } from "../kubectl/verb.ts";
import { subjectsOf, SUBJECT_FLAGS, type Subject } from "./create-rbac.ts";
import { gathered, type Found } from "./objects.ts";
import { outcomeOf } from "./outcome.ts";
import { objectsToSet, patchObject, SET_FLAGS } from "./pod-specs.ts";

/** `kubectl set subject ROLEBINDING --user=`: adds to the binding's subjects. Source: kubectl pkg/cmd/set/set_subject.go (1.36) */
export const setSubject: Verb = { name: "set subject", flags: [...SET_FLAGS, ...SUBJECT_FLAGS], places: ["type", "name"], run };

function* run(args: Arguments, context: KubectlContext): Process {
  const outcome = yield* outcomeOf(args);
  const objects = yield* objectsToSet(args.words, args, context);
  if (args.is("all") && args.text("selector")) fail("cannot set --all and --selector at the same time");
  if (["user", "group", "serviceaccount"].every((flag) => args.texts(flag).length === 0)) fail("you must specify at least one value of user, group or serviceaccount");
  const wanted = subjectsOf(args);
  const problems: string[] = [];
  for (const found of objects) {
    if (!/^(?:Cluster)?RoleBinding$/.test(found.object.kind)) {
      problems.push(`error: ${found.resource.plural}/${found.object.metadata.name} setting subjects is only supported for RoleBinding/ClusterRoleBinding`);
      continue;
    }
    const added = addedTo(found, wanted);
    if (added) yield* patchObject(found, { subjects: added }, { outcome, word: "subjects updated", failed: "failed to patch subjects to rolebinding:", fieldManager: args.text("field-manager") ?? "kubectl-set", isLocal: args.is("local") }, problems);
  }
  if (problems.length > 0) throw gathered(problems);
  return 0;
}

/** All subjects, where there are new ones among the wanted: a patch replaces the list as a whole. */
function addedTo({ object }: Found, wanted: readonly Subject[]): readonly Subject[] | undefined {
  const { subjects = [] } = object as KubeObject & { readonly subjects?: readonly Subject[] };
  const added = wanted.filter((subject) => !subjects.some((known) => deepEqual(known, subject)));
  return added.length > 0 ? [...subjects, ...added] : undefined;
}
