import type { PersistentVolumeClaim } from "../../api/types/persistentvolumeclaim.ts";
import type { Description } from "./description.ts";
import { nested, writeClaim } from "./persistentvolumeclaim.ts";

type Members = Readonly<Record<string, unknown>>;

/** A volume of a pod: its name, and one member that says what it is. */
export type Volume = { readonly name: string } & Members;

/** What a kind of volume is called, and what is told of it. */
interface VolumeKind {
  readonly about: string;
  readonly rows: (source: Members) => readonly (readonly [title: string, value: string])[];
}

/** Source: kubectl pkg/describe describeVolumes and the printers it calls (1.36) */
const KINDS: Readonly<Record<string, VolumeKind>> = {
  hostPath: {
    about: "HostPath (bare host directory volume)",
    rows: (v) => [["Path", text(v["path"])], ["HostPathType", text(v["type"], "<none>")]],
  },
  emptyDir: {
    about: "EmptyDir (a temporary directory that shares a pod's lifetime)",
    rows: (v) => [["Medium", text(v["medium"])], ["SizeLimit", text(v["sizeLimit"], "<unset>")]],
  },
  secret: {
    about: "Secret (a volume populated by a Secret)",
    rows: (v) => [["SecretName", text(v["secretName"])], ["Optional", text(v["optional"], "false")]],
  },
  configMap: {
    about: "ConfigMap (a volume populated by a ConfigMap)",
    rows: (v) => [["Name", text(v["name"])], ["Optional", text(v["optional"], "false")]],
  },
  persistentVolumeClaim: {
    about: "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
    rows: (v) => [["ClaimName", text(v["claimName"])], ["ReadOnly", text(v["readOnly"], "false")]],
  },
  nfs: {
    about: "NFS (an NFS mount that lasts the lifetime of a pod)",
    rows: (v) => [["Server", text(v["server"])], ["Path", text(v["path"])], ["ReadOnly", text(v["readOnly"], "false")]],
  },
  image: {
    about: "Image (a container image or OCI artifact)",
    rows: (v) => [["Reference", text(v["reference"])], ["PullPolicy", text(v["pullPolicy"])]],
  },
  local: {
    about: "LocalVolume (a persistent volume backed by local storage on a node)",
    rows: (v) => [["Path", text(v["path"])]],
  },
};

/** @param options `isTemplate`: one level in, and names one blank more */
export function writeVolumes(out: Description, volumes: readonly Volume[] = [], { isTemplate = false } = {}): void {
  const level = isTemplate ? 1 : 0;
  if (volumes.length === 0) return out.line(level, "Volumes:", "<none>");
  out.line(level, "Volumes:");
  for (const volume of volumes) {
    out.line(1, `${isTemplate ? " " : ""}${volume.name}:`);
    writeSource(out, volume);
  }
}

/** What a volume is made of: the member of it that names a kind. */
export function writeSource(out: Description, source: Members): void {
  const kind = Object.keys(KINDS).find((name) => source[name] !== undefined);
  if (kind !== undefined) {
    const { about, rows } = KINDS[kind]!;
    out.line(2, "Type:", about);
    for (const [title, value] of rows(source[kind] as Members)) out.line(2, `${title}:`, value);
  } else if (source["projected"] !== undefined) writeProjected(out, source["projected"] as Members);
  else if (source["downwardAPI"] !== undefined) writeDownwardApi(out, source["downwardAPI"] as Members);
  else if (source["ephemeral"] !== undefined) writeEphemeral(out, source["ephemeral"] as Members);
  else if (source["csi"] !== undefined) writeCsi(out, source["csi"] as Members);
  else out.line(1, "<unknown>");
}

function writeProjected(out: Description, { sources = [] }: { readonly sources?: readonly Readonly<Record<string, Members | undefined>>[] }): void {
  out.line(2, "Type:", "Projected (a volume that contains injected data from multiple sources)");
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of sources) {
    if (secret) {
      out.line(2, "SecretName:", text(secret["name"]));
      out.line(2, "Optional:", text(secret["optional"], "false"));
    } else if (downwardAPI) out.line(2, "DownwardAPI:", "true");
    else if (configMap) {
      out.line(2, "ConfigMapName:", text(configMap["name"]));
      out.line(2, "Optional:", text(configMap["optional"], "false"));
    } else if (serviceAccountToken) out.line(2, "TokenExpirationSeconds:", text(serviceAccountToken["expirationSeconds"]));
  }
}

function writeDownwardApi(out: Description, { items = [] }: { readonly items?: readonly { readonly path: string; readonly fieldRef?: Members; readonly resourceFieldRef?: Members }[] }): void {
  out.line(2, "Type:", "DownwardAPI (a volume populated by information about the pod)");
  out.line(2, "Items:");
  for (const { path, fieldRef, resourceFieldRef } of items) {
    if (fieldRef) out.line(3, `${text(fieldRef["fieldPath"])} -> ${path}`);
    if (resourceFieldRef) out.line(3, `${text(resourceFieldRef["resource"])} -> ${path}`);
  }
}

function writeEphemeral(out: Description, { volumeClaimTemplate }: { readonly volumeClaimTemplate?: PersistentVolumeClaim }): void {
  out.line(2, "Type:", "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)");
  if (volumeClaimTemplate) writeClaim(out, 2, volumeClaimTemplate);
}

function writeCsi(out: Description, { driver, fsType, readOnly, volumeAttributes, volumeHandle }: Members): void {
  out.line(2, "Type:", "CSI (a Container Storage Interface (CSI) volume source)");
  out.line(2, "Driver:", text(driver));
  out.line(2, "FSType:", text(fsType));
  // Only volumes of the cluster have one.
  if (volumeHandle !== undefined) out.line(2, "VolumeHandle:", text(volumeHandle));
  out.line(2, "ReadOnly:", text(readOnly, "false"));
  const attributes = Object.entries((volumeAttributes ?? {}) as Readonly<Record<string, string>>).sort(([a], [b]) => (a < b ? -1 : 1));
  out.column(2, "VolumeAttributes:", attributes.length === 0 ? ["<none>"] : nested(attributes.map(([key, value]) => `${key}=${value}`)));
}

/** @param absent what stands for a value that is not there */
function text(value: unknown, absent = ""): string {
  return value === undefined || value === null ? absent : String(value as string | number | boolean);
}
