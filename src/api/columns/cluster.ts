import { humanDuration } from "../duration.ts";
import type { Condition, KubeObject } from "../types/meta.ts";
import type { PodTemplateSpec } from "../types/pod.ts";
import { ageColumn, column, containerImages, containerNames, labelsText, nameColumn } from "./column.ts";
import type { Column } from "./column.ts";

interface ComponentStatus extends KubeObject {
  readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string; readonly error?: string }[];
}

interface CertificateSigningRequest extends KubeObject {
  readonly spec?: { readonly signerName?: string; readonly username?: string; readonly expirationSeconds?: number };
  readonly status?: { readonly certificate?: string; readonly conditions?: readonly Condition[] };
}

type PodTemplate = KubeObject & { readonly template?: PodTemplateSpec };

// Source of all: kubernetes pkg/printers/internalversion/printers.go (1.36)

export const componentStatusColumns: readonly Column<ComponentStatus>[] = [
  nameColumn(),
  column("Status", (component) => (healthOf(component)?.status === "True" ? "Healthy" : healthOf(component)?.status === "False" ? "Unhealthy" : "Unknown")),
  column("Message", (component) => healthOf(component)?.message ?? ""),
  column("Error", (component) => healthOf(component)?.error ?? ""),
];

export const podTemplateColumns: readonly Column<PodTemplate>[] = [
  nameColumn(),
  column("Containers", ({ template }) => containerNames(template?.spec ?? { containers: [] })),
  column("Images", ({ template }) => containerImages(template?.spec ?? { containers: [] })),
  column("Pod Labels", ({ template }) => labelsText(template?.metadata?.labels)),
];

export const certificateSigningRequestColumns: readonly Column<CertificateSigningRequest>[] = [
  nameColumn(),
  ageColumn(),
  column("SignerName", ({ spec }) => spec?.signerName || "<none>"),
  column("Requestor", ({ spec }) => spec?.username ?? ""),
  column("RequestedDuration", ({ spec }) => (spec?.expirationSeconds === undefined ? "<none>" : humanDuration(spec.expirationSeconds * 1000))),
  column("Condition", conditionText),
];

function healthOf({ conditions = [] }: ComponentStatus) {
  return conditions.find((c) => c.type === "Healthy");
}

function conditionText({ status }: CertificateSigningRequest): string {
  const has = (type: string) => status?.conditions?.some((c) => c.type === type) ?? false;
  const said = has("Denied") ? ["Denied"] : has("Approved") ? ["Approved"] : ["Pending"];
  return [...said, ...(has("Failed") ? ["Failed"] : []), ...(status?.certificate ? ["Issued"] : [])].join(",");
}
