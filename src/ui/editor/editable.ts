import { readManifests } from "../../api/manifest.ts";
import type { Manifest } from "../../api/manifest.ts";
import type { KubeRequest } from "../../api/request.ts";
import { update } from "../../api/request.ts";
import type { Resource } from "../../api/resources.ts";
import { canonicalJson } from "../../api/semantic.ts";
import { toYaml } from "../../api/to-yaml.ts";
import type { KubeObject } from "../../api/types/meta.ts";

const MANAGER = "kubectl-replace";

/** What of an object a person can change: not its status, and not what the server counts itself. */
export function editableOf(object: KubeObject): object {
  const { status: _, metadata, ...rest } = object as KubeObject & { readonly status?: unknown };
  const { resourceVersion: _r, generation: _g, managedFields: _m, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

export function editableYaml(object: KubeObject): string {
  return toYaml(editableOf(object));
}

/** Whether nothing that a person can change differs. */
function isSameToEdit(a: KubeObject, b: KubeObject): boolean {
  return canonicalJson(editableOf(a)) === canonicalJson(editableOf(b));
}

/** The one object of a text, or what is wrong with the text. */
export function readOne(text: string): { readonly document: Manifest } | { readonly line: number; readonly message: string } {
  const { documents, errors } = readManifests(text);
  const [error] = errors;
  if (error) return { line: error.line, message: error.message };
  const [document, second] = documents;
  if (!document) return { line: 1, message: "There is no object in it." };
  return second ? { line: second.line, message: "One object at a time: this is a second one." } : { document };
}

/**
 * The replacement of an object, in kubectl's name. If only the status changed since the editing began, that is nobody's
 * edit; else the version that was edited goes along, so that the server refuses to undo what somebody else did.
 */
export function replaceRequest(resource: Resource, document: Manifest, versions: { readonly base: KubeObject; readonly current: KubeObject }): KubeRequest {
  const { base, current } = versions;
  const { resourceVersion } = (isSameToEdit(base, current) ? current : base).metadata;
  const { object } = document;
  const metadata = { ...object.metadata, ...(resourceVersion ? { resourceVersion } : {}) };
  const request = update(resource, { ...object, metadata } as KubeObject);
  // The path is that of the object that was opened: another name in the text is for the server to refuse.
  return { ...request, name: current.metadata.name, ...(current.metadata.namespace ? { namespace: current.metadata.namespace } : {}), options: { fieldManager: MANAGER, fieldValidation: "Strict" } };
}
