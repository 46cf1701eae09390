// npm test: every check, then the browser tests, on a machine that has never run them.
import { runSteps, TEST_STEPS } from "./steps.mjs";

process.exitCode = runSteps(TEST_STEPS);
