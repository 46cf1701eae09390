import { readManifests } from "../../api/manifest.ts";
import { get, type KubeRequest } from "../../api/request.ts";
import { resourceOf, type Resource } from "../../api/resources.ts";
import type { KubeObject, ObjectDraft } from "../../api/types/meta.ts";
import type { GalleryEntry } from "../../lessons/gallery.ts";
import { applyRequest } from "../../terminal/apply/apply-request.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Plan } from "../commands/command.ts";
import { deleteRequest } from "../commands/requests.ts";
import type { Session } from "../session.ts";

/**
 * What `kubectl apply -f` of the manifest sends now: nothing for what is there already and the same.
 * One plan, so that it is undone as one.
 */
export async function applyPlan(session: Session, entry: GalleryEntry): Promise<Plan> {
  const found = await Promise.all(objectsOf(entry).map(async ({ draft, resource }) => applyRequest(resource, draft, await current(session, resource, draft))));
  return { requests: found.flatMap((request) => request ?? []), kubectl: [kubectlLine(["apply", "-f", entry.file])] };
}

/** Deletes what the manifest made and is still there, the last first: a namespace only when what was put into it is on its way out. */
export async function removePlan(session: Session, entry: GalleryEntry): Promise<Plan> {
  const found = await Promise.all(objectsOf(entry).map(async ({ draft, resource }): Promise<KubeRequest | undefined> => {
    const object = await current(session, resource, draft);
    return object && deleteRequest(resource, object.metadata);
  }));
  return { requests: found.flatMap((request) => request ?? []).reverse(), kubectl: [kubectlLine(["delete", "-f", entry.file])] };
}

function objectsOf(entry: GalleryEntry): readonly { readonly draft: ObjectDraft; readonly resource: Resource }[] {
  return readManifests(entry.text).documents.flatMap(({ object }) => {
    const resource = resourceOf(object);
    return resource ? [{ draft: object, resource }] : [];
  });
}

async function current(session: Session, resource: Resource, { metadata: { namespace, name = "" } }: ObjectDraft): Promise<KubeObject | undefined> {
  const response = await session.link.send<KubeObject>(get(resource, { name, ...(namespace === undefined ? {} : { namespace }) }));
  return response.ok ? response.body : undefined;
}
