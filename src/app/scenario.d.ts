/** A scenario folder, read and checked at build time; see scripts/scenario-plugin.ts. */
declare module "*?scenario" {
  import type { Scenario } from "../lessons/scenario.ts";
  const scenario: Scenario;
  export default scenario;
}
