// npm run check: everything of `npm test` that needs no browser.
import { CHECK_STEPS, runSteps } from "./steps.mjs";

process.exitCode = runSteps(CHECK_STEPS);
