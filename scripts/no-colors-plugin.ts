import type { Plugin } from "vite";

const ID = "\0no-colors";

/**
 * Leaves d3-color out of the build, 3 kB of the first load: React Flow moves its view by numbers, and d3-interpolate
 * asks for colour spaces only to animate colours. Without one it falls back to numbers in a text, as for any word.
 * (mermaid is a bundle of its own and has its own colours.)
 */
export function noColorsPlugin(): Plugin {
  return {
    name: "no-colors",
    enforce: "pre",
    apply: "build",
    resolveId: (id) => (id === "d3-color" ? ID : undefined),
    load: (id) => (id === ID ? "export function color() {}\nexport { color as rgb, color as hsl, color as lab, color as hcl, color as cubehelix };" : undefined),
  };
}
