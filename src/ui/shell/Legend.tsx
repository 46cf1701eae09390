import { Popover } from "./Popover.tsx";
import { Icon } from "./Icon.tsx";
import { onDemand } from "../hooks/on-demand.tsx";

const LegendRows = onDemand(() => import("./LegendRows.tsx").then((m) => m.LegendRows));

/** What the marks mean: only those that are in the picture now. A row filters. */
export function Legend() {
  return (
    <Popover label="Legend" place="below" triggerClass="button plain" triggerTitle="What the marks mean" trigger={<><Icon name="shapes" size={16} /> <span className="wide-only">Legend</span><span className="visually-hidden narrow-only">Legend</span></>}>
      <LegendRows />
    </Popover>
  );
}
