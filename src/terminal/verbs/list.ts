import type { Verb } from "../kubectl/verb.ts";
import { annotate } from "./annotate.ts";
import { apiResources, apiVersions } from "./api-resources.ts";
import { apply } from "./apply.ts";
import { attach } from "./attach.ts";
import { authCanI, authWhoami } from "./auth.ts";
import { clusterInfo } from "./cluster-info.ts";
import { configVerbs } from "./config.ts";
import { cordon, uncordon } from "./cordon.ts";
import { CREATE_DATA } from "./create-data.ts";
import { CREATE_JOBS } from "./create-jobs.ts";
import { CREATE_KINDS } from "./create-kinds.ts";
import { CREATE_RBAC } from "./create-rbac.ts";
import { CREATE_SERVICES } from "./create-service.ts";
import { create } from "./create.ts";
import { createToken } from "./create-token.ts";
import { deleteVerb } from "./delete.ts";
import { describe } from "./describe.ts";
import { diff } from "./diff.ts";
import { drain } from "./drain.ts";
import { edit } from "./edit.ts";
import { events } from "./events.ts";
import { exec } from "./exec.ts";
import { explain } from "./explain.ts";
import { expose } from "./expose.ts";
import { get } from "./get.ts";
import { label } from "./label.ts";
import { logs } from "./logs.ts";
import { options } from "./options.ts";
import { patch } from "./patch.ts";
import { replace } from "./replace.ts";
import { rolloutPause, rolloutRestart, rolloutResume } from "./rollout-change.ts";
import { rolloutHistory } from "./rollout-history.ts";
import { rolloutStatus } from "./rollout-status.ts";
import { rolloutUndo } from "./rollout-undo.ts";
import { run } from "./run.ts";
import { scale } from "./scale.ts";
import { setEnv } from "./set-env.ts";
import { setImage, setResources, setSelector, setServiceAccount } from "./set.ts";
import { setSubject } from "./set-subject.ts";
import { taint } from "./taint.ts";
import { topNode, topPod } from "./top.ts";
import { version } from "./version.ts";
import { viewLastApplied } from "./view-last-applied.ts";
import { wait } from "./wait.ts";

/** Every verb of the page's kubectl. A name may have several words (`rollout status`): the longest that fits is taken. */
export const VERBS: readonly Verb[] = [
  get, apply, viewLastApplied, create, ...CREATE_KINDS, ...CREATE_DATA, ...CREATE_SERVICES, ...CREATE_JOBS, ...CREATE_RBAC, createToken, deleteVerb, edit, patch, replace, diff,
  describe, events, explain, topNode, topPod, apiResources, apiVersions, version, clusterInfo, authCanI, authWhoami, ...configVerbs, options,
  label, annotate, taint, cordon, uncordon, drain, scale, setImage, setEnv, setResources, setServiceAccount, setSelector, setSubject,
  rolloutStatus, rolloutHistory, rolloutUndo, rolloutRestart, rolloutPause, rolloutResume, wait, logs, exec, attach, run, expose,
];
