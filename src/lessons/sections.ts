/** The sections of the guide that lessons teach, in its order; `beyond` is what it leaves out. */
export const SECTIONS = [
  "what-is", "comparison", "how-it-works", "node-addition", "rolling-update", "on-delete", "tolerations", "node-selector", "downward-api",
  "use-cases", "commands", "resources", "troubleshooting", "beyond",
] as const;
export type Section = (typeof SECTIONS)[number];
