import { useEffect, useState } from "react";
import { get } from "../../api/request.ts";
import { defineResource, resourceByKey } from "../../api/resources.ts";
import type { Resource } from "../../api/resources.ts";
import { toYaml } from "../../api/to-yaml.ts";
import type { KubeObject } from "../../api/types/meta.ts";
import { ObjectEditor } from "../editor/ObjectEditor.tsx";
import "../theme/editor.css";
import { useThrottled } from "../hooks/use-throttled.ts";
import { useClock, useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { closeDialog } from "../store.ts";
import type { Dialog } from "../store.ts";
import { Modal } from "./Modal.tsx";

interface ObjectDialogProps {
  readonly dialog: Extract<Dialog, { readonly kind: "object" }>;
}

/** An object that has no place in the picture, as YAML to read and to change: a ConfigMap, a fault, a ReplicaSet. */
export function ObjectDialog({ dialog }: ObjectDialogProps) {
  const { name, namespace } = dialog;
  const resource = resourceByKey(dialog.resource) ?? customResource(dialog);
  const object = useObject(resource, namespace, name);
  return (
    <Modal title={object ? `${object.kind} ${name}` : name} wide onClose={closeDialog}>
      {object === undefined ? <p className="empty">Reading…</p> : object === null ? <p className="empty">The object is gone.</p> : (
        <div className="object-editor">
          <div className="editor-tools">
            <span className="mono muted">{namespace ? `namespace ${namespace} · ` : ""}resourceVersion {object.metadata.resourceVersion}</span>
            <CopyButton text={toYaml(object)} label="Copy the YAML" />
          </div>
          <ObjectEditor resource={resource} object={object} />
        </div>
      )}
    </Modal>
  );
}

/** A kind of a CustomResourceDefinition. Requests need no more of it than its key. */
function customResource({ resource: key, namespace }: ObjectDialogProps["dialog"]): Resource {
  const [plural = "", ...group] = key.split(".");
  return defineResource(group.join("."), "v1", plural, { plural, cluster: namespace === undefined, inert: true });
}

const REFRESH_MS = 250;

/** Asked again as the cluster changes; undefined until the first answer, null if it is gone. */
function useObject(resource: Resource, namespace: string | undefined, name: string): KubeObject | null | undefined {
  const session = useSession();
  const version = useThrottled(useClock((c) => c.contextVersion), REFRESH_MS);
  const [object, setObject] = useState<KubeObject | null>();
  const { key } = resource;
  useEffect(() => {
    let isCurrent = true;
    session.link.send<KubeObject>(get({ key } as Resource, { namespace, name })).then(
      (response) => { if (isCurrent) setObject(response.ok ? response.body : null); },
      () => undefined, // A dead engine: what was known stays.
    );
    return () => { isCurrent = false; };
  }, [session, key, namespace, name, version]);
  return object;
}
