import { useMemo, useRef } from "react";
import { useElementSize } from "../hooks/use-element-size.ts";
import { useHasNamespaces, useIsMixed, useMirror } from "../hooks/use-mirror.ts";
import { useClock } from "../session-context.ts";
import { PhonePicture } from "./PhonePicture.tsx";
import { densityOf, phoneDensity } from "./density.ts";
import { DensityContext } from "./density-context.ts";
import { MOST_TRAYS } from "../../view/scene/tiles.ts";
import { METRICS } from "./scene-metrics.ts";
import { useLight } from "./light-store.ts";
import { onDemand } from "../hooks/on-demand.tsx";

/** A phone does without the viewport that pans and zooms, and is spared its weight. */
const FlowPicture = onDemand(() => import("./FlowPicture.tsx").then((m) => m.FlowPicture));

const LightPlace = onDemand(() => import("./LightPlace.tsx").then((m) => m.LightPlace));
const Namespaces = onDemand(() => import("../search/Namespaces.tsx").then((m) => m.Namespaces));

/** The cluster: cards above trays; a column on a phone, one canvas of tiles when there are too many nodes for trays. */
export function Picture() {
  const ref = useRef<HTMLDivElement>(null);
  const size = useElementSize(ref);
  const names = useMirror("nodes", (m) => m.trayNames);
  const isOpen = useClock((c) => c.isOpen);
  const isPhone = size.width < METRICS.phoneBelow && names.length <= MOST_TRAYS;
  const isMixed = useIsMixed();
  const cards = useMirror("workloads", (m) => m.workloads.length);
  const hasLight = useLight((s) => s.door !== undefined || s.search !== undefined);
  const hasNamespaces = useHasNamespaces();
  const { width, height } = size;
  const density = useMemo(() => {
    const room = { nodes: names.length, cards, isMixed, width, height };
    return isPhone ? phoneDensity(room) : densityOf(room);
  }, [isPhone, names.length, cards, isMixed, width, height]);
  return (
    <section className="picture" ref={ref} aria-label="Cluster">
      {size.width === 0 || !isOpen ? null : (
        <DensityContext value={density}>
          {isPhone ? <PhonePicture names={names} height={height} /> : <FlowPicture names={names} width={width} height={height} density={density} />}
        </DensityContext>
      )}
      {hasNamespaces ? <Namespaces /> : null}
      {hasLight ? <LightPlace /> : null}
    </section>
  );
}
