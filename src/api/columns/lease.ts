import type { KubeObject } from "../types/meta.ts";
import { ageColumn, column, nameColumn } from "./column.ts";
import type { Column } from "./column.ts";

type Lease = KubeObject & { readonly spec?: { readonly holderIdentity?: string } };

/** Columns of `kubectl get leases`. Source: kubernetes pkg/printers/internalversion/printers.go printLease (1.36) */
export const leaseColumns: readonly Column<Lease>[] = [nameColumn(), column("Holder", ({ spec }) => spec?.holderIdentity ?? ""), ageColumn()];
