import type { SimContainer } from "./container.ts";
import { programName } from "./shell-run.ts";
import { toolNamed } from "./tools.ts";

/** Programs that are builtins of a shell as well. */
const ALSO_BUILTIN = ["sh", "bash", "ash", "dash", "true", "false", "echo", "printf", "pwd", "test", "[", "which"];

/** Whether the image has the program, so that it can be started without a shell. A bare image has none. */
export function isProgram({ image }: SimContainer, given: string): boolean {
  if (image.isBare) return false;
  const name = programName(given);
  if (name === "bash") return image.os === "debian" || image.base === "bash";
  return ALSO_BUILTIN.includes(name) || toolNamed(name) !== undefined;
}
