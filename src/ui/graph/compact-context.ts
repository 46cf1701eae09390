import { createContext } from "react";

/** Whether trays show only a name, marks and chips; set by the picture. */
export const CompactContext = createContext(false);
