import type { Service } from "../types/service.ts";
import { ageColumn, column, labelsText, nameColumn, orNone, WIDE } from "./column.ts";
import type { Column } from "./column.ts";

/** Columns of `kubectl get services`. Source: kubernetes pkg/printers/internalversion/printers.go printService (1.36) */
export const serviceColumns: readonly Column<Service>[] = [
  nameColumn(),
  column("Type", ({ spec }) => spec.type ?? "ClusterIP"),
  column("Cluster-IP", ({ spec }) => orNone(spec.clusterIPs?.[0] ?? spec.clusterIP)),
  column("External-IP", externalText),
  column("Port(s)", ({ spec }) => orNone((spec.ports ?? []).map((p) => `${p.port}${p.nodePort ? `:${p.nodePort}` : ""}/${p.protocol ?? "TCP"}`).join(","))),
  ageColumn(),
  column("Selector", ({ spec }) => labelsText(spec.selector), WIDE),
];

/** Source: printers.go getServiceExternalIP */
function externalText({ spec, status }: Service): string {
  if (spec.type === "ExternalName") return spec.externalName ?? "";
  const given = spec.externalIPs ?? [];
  if (spec.type !== "LoadBalancer") return orNone(given.join(","));
  const ingress = (status?.loadBalancer?.ingress ?? []).map((i) => i.ip ?? i.hostname ?? "");
  return [...ingress, ...given].join(",") || "<pending>";
}
