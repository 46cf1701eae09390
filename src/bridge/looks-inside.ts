import type { KubeRequest } from "../api/request.ts";
import { needsInside } from "../engine/kubelet/own-command.ts";
import type { ToEngine } from "./protocol.ts";

/** Whether an answer needs what is inside of containers, or containers may come of it whose own commands matter. */
export function looksInside(message: ToEngine): boolean {
  switch (message.kind) {
    case "request": return ["log", "exec", "attach"].includes(message.request.subresource ?? "") || bringsCommand(message.request);
    case "preview": return message.requests.some(bringsCommand);
    case "open": return [...message.options.log.setup, ...message.options.log.inputs.map(({ request }) => request)].some(bringsCommand);
    default: return false;
  }
}

function bringsCommand({ verb, body }: KubeRequest): boolean {
  return verb !== "get" && verb !== "list" && body !== undefined && needsInside(JSON.stringify(body));
}
