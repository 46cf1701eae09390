import "../theme/phone-picture.css";
import { useContext } from "react";
import { useDaemonSets } from "../hooks/use-mirror.ts";
import { CompactContext } from "./compact-context.ts";
import { DaemonSetCard } from "./DaemonSetCard.tsx";
import { Tray } from "./Tray.tsx";

/** The picture on a narrow screen: the same cards and trays below each other, scrolled like any page. */
export function PhonePicture({ names }: { readonly names: readonly string[] }) {
  const sets = useDaemonSets();
  const isCompact = useContext(CompactContext);
  return (
    <div className={isCompact ? "phone-picture dense" : "phone-picture"}>
      {sets.map((set) => <DaemonSetCard key={set.uid} uid={set.uid} />)}
      {names.map((name) => <Tray key={name} nodeName={name} />)}
    </div>
  );
}
