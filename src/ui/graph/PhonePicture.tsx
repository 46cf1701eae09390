import "../theme/phone-picture.css";
import { useContext } from "react";
import { onDemand } from "../hooks/on-demand.tsx";
import { useMirror, useWorkloads } from "../hooks/use-mirror.ts";
import { Card } from "./Card.tsx";
import { CompactContext } from "./compact-context.ts";
import { Tray } from "./Tray.tsx";

const Gate = onDemand(() => import("./Gate.tsx").then((m) => m.Gate));

/** The picture on a narrow screen: the same cards and trays below each other, scrolled like any page. */
export function PhonePicture({ names }: { readonly names: readonly string[] }) {
  const workloads = useWorkloads();
  const hasGate = useMirror("gate", (m) => m.gate.length > 0);
  const isCompact = useContext(CompactContext);
  return (
    <div className={isCompact ? "phone-picture dense" : "phone-picture"}>
      {workloads.map(({ uid }) => <Card key={uid} uid={uid} />)}
      {hasGate ? <Gate /> : null}
      {names.map((name) => <Tray key={name} nodeName={name} />)}
    </div>
  );
}
