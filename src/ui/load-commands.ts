/**
 * How commands are started, the commands, and all that they need to write requests and kubectl lines: as much code as
 * the picture, and nothing of it is needed before the first click or key.
 */
export function loadCommands() {
  return import("./run-command.ts");
}
