import "../theme/phone-picture.css";
import { useContext, useRef } from "react";
import { onDemand } from "../hooks/on-demand.tsx";
import { useMirror, useWorkloads } from "../hooks/use-mirror.ts";
import { Card } from "./Card.tsx";
import { DensityContext } from "./density-context.ts";
import { Tray } from "./Tray.tsx";
import { usePhoneScroll } from "./use-phone-scroll.ts";

const Gate = onDemand(() => import("./Gate.tsx").then((m) => m.Gate));

interface PhonePictureProps {
  readonly names: readonly string[];
  /** Of its place, in px. */
  readonly height: number;
}

/** The picture on a narrow screen: the same cards and trays below each other, scrolled like any page. */
export function PhonePicture({ names, height }: PhonePictureProps) {
  const column = useRef<HTMLDivElement>(null);
  const workloads = useWorkloads();
  const hasGate = useMirror("gate", (m) => m.gate.length > 0);
  const { isCompact } = useContext(DensityContext);
  usePhoneScroll(column, { trays: names.length, height });
  return (
    <div ref={column} className={isCompact ? "phone-picture dense" : "phone-picture"}>
      {workloads.map(({ uid }) => <Card key={uid} uid={uid} />)}
      {hasGate ? <Gate /> : null}
      {names.map((name) => <Tray key={name} nodeName={name} />)}
    </div>
  );
}
