/** Mermaid's own bundle, which has no types beside it. */
declare module "mermaid/dist/mermaid.esm.min.mjs" {
  export { default } from "mermaid";
}
