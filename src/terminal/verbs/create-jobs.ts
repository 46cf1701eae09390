import { get } from "../../api/request.ts";
import { RESOURCES, type Resource } from "../../api/resources.ts";
import { isMembers } from "../../api/semantic.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { ask, fail } from "../kubectl/errors.ts";
import { findResource, resourceNamed } from "../kubectl/resources.ts";
import type { Arguments, KubectlContext, Verb } from "../kubectl/verb.ts";
import type { Steps } from "../process.ts";
import type { Draft } from "./create.ts";
import { creating, string } from "./create-kinds.ts";

const JOBS = kindNamed("jobs.batch");
const CRONJOBS = kindNamed("cronjobs.batch");

/** `kubectl create job` and `cronjob`. Source: kubectl pkg/cmd/create/create_job.go, create_cronjob.go (1.36) */
export const CREATE_JOBS: readonly Verb[] = [
  creating("create job", [], [string("image"), string("from")], { resource: JOBS, failed: "failed to create job:", draft: job }),
  creating("create cronjob", ["create cj"], [string("image"), string("schedule"), string("restart")], { resource: CRONJOBS, failed: "failed to create cronjob:", draft: cronJob }, ["image", "schedule"]),
];

/** A kind of the API that has no name of its own in the code, because nothing here acts on it. */
export function kindNamed(key: string): Resource {
  return findResource(key, RESOURCES) ?? fail(`the server doesn't have a resource type ${JSON.stringify(key)}`);
}

function* job(name: string, args: Arguments, context: KubectlContext): Steps<Draft> {
  const [image, from] = [args.text("image"), args.text("from")];
  if (Boolean(image) === Boolean(from)) fail("either --image or --from must be specified");
  if (from) return yield* jobFrom(name, from, args, context);
  return { metadata: { name }, spec: { template: template(name, image!, "Never", args) }, status: {} };
}

function* jobFrom(name: string, from: string, args: Arguments, context: KubectlContext): Steps<Draft> {
  const [type = "", owner = ""] = from.split("/");
  const resource = yield* resourceNamed(type);
  const { metadata, spec } = yield* ask<KubeObject & { readonly spec?: { readonly jobTemplate?: unknown } }>(get(resource, { name: owner, namespace: args.text("namespace") ?? context.namespace }));
  if (resource.key !== CRONJOBS.key) fail("unknown object type: only cronjobs can be the source of a job");
  const made = isMembers(spec?.jobTemplate) ? spec.jobTemplate : {};
  const { labels, annotations } = isMembers(made["metadata"]) ? made["metadata"] : {};
  return {
    metadata: {
      name, ...(isMembers(labels) ? { labels: labels as Record<string, string> } : {}),
      annotations: { "cronjob.kubernetes.io/instantiate": "manual", ...(isMembers(annotations) ? (annotations as Record<string, string>) : {}) },
      ownerReferences: [{ apiVersion: "batch/v1", kind: "CronJob", name: metadata.name, uid: metadata.uid, controller: true }],
    },
    spec: made["spec"],
    status: {},
  };
}

function cronJob(name: string, args: Arguments): Draft {
  const restart = args.text("restart") || "OnFailure";
  return {
    metadata: { name },
    spec: { jobTemplate: { metadata: { name }, spec: { template: template(name, args.text("image")!, restart, args) } }, schedule: args.text("schedule") },
    status: {},
  };
}

function template(name: string, image: string, restartPolicy: string, { rest = [] }: Arguments): object {
  return { metadata: {}, spec: { containers: [{ name, image, ...(rest.length > 0 ? { command: rest } : {}), resources: {} }], restartPolicy } };
}
