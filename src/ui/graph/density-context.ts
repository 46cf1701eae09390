import { createContext } from "react";
import type { Density } from "./scene-metrics.ts";

/** How much of trays and cards is drawn; set by the picture. Apart from how that is found, or the first load falls into more pieces. */
export const DensityContext = createContext<Density>({ isCompact: false, isBrief: false });
