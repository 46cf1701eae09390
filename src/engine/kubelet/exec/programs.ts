import { hasCurl } from "./image-kind.ts";
import type { SimContainer } from "./container.ts";
import { isNotSimulated } from "./tools-quiet.ts";
import { programName } from "./shell-run.ts";
import { toolNamed } from "./tools.ts";

/** Programs that are builtins of a shell as well. */
const ALSO_BUILTIN = ["sh", "bash", "ash", "dash", "true", "false", "echo", "printf", "pwd", "test", "[", "which"];

/** Small images of Debian and Ubuntu come without them. */
const NOT_IN_DEBIAN = ["nslookup", "ping", "wget", "nc", "vi", "telnetd", "crond", "syslogd"];

/**
 * Whether it is certain that the image, of which `isProgram` knows no such program, has none. Of most images nobody here
 * knows what is in them.
 */
export function lacks({ image }: SimContainer, given: string): boolean {
  if (image.name === "pause") return !/^\/?pause$/.test(given);
  return image.name === "shell" && !isNotSimulated(programName(given));
}

/** Whether the image has the program, so that it can be started without a shell. A bare image has none. */
export function isProgram({ image }: SimContainer, given: string): boolean {
  if (image.isBare) return false;
  const name = programName(given);
  if (image.os === "debian" && NOT_IN_DEBIAN.includes(name)) return false;
  if (name === "curl") return hasCurl(image);
  if (name === "bash") return image.os === "debian" || image.base === "bash";
  return ALSO_BUILTIN.includes(name) || toolNamed(name) !== undefined;
}
