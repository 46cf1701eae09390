import { SERVICES } from "../../api/resources.ts";
import { fail } from "../kubectl/errors.ts";
import type { Arguments, Verb } from "../kubectl/verb.ts";
import type { Creator, Draft } from "./create.ts";
import { creating, string, strings } from "./create-kinds.ts";

type Type = "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";

/** `kubectl create service TYPE NAME`. Source: kubectl pkg/cmd/create/create_service.go (1.36) */
export const CREATE_SERVICES: readonly Verb[] = (["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"] as const).map((type) => {
  const word = type.toLowerCase();
  const creator: Creator = { resource: SERVICES, failed: `failed to create ${type} service:`, draft: (name, args) => service(name, type, args) };
  const required = type === "ExternalName" ? ["external-name"] : [];
  return creating(`create service ${word}`, [`create svc ${word}`], [strings("tcp"), string("clusterip"), { name: "node-port", type: "int" }, string("external-name")], creator, required);
});

function service(name: string, type: Type, args: Arguments): Draft {
  const labels = { app: name };
  const isHeadless = args.text("clusterip") === "None";
  const ports = args.texts("tcp").map((text) => port(text, args.number("node-port") ?? 0));
  if (ports.length === 0 && type !== "ExternalName" && !isHeadless) fail("at least one tcp port specifier must be provided");
  const externalName = args.text("external-name");
  const clusterIP = args.text("clusterip");
  return {
    metadata: { name, labels },
    spec: { ...(clusterIP ? { clusterIP } : {}), ...(externalName ? { externalName } : {}), ...(ports.length > 0 ? { ports } : {}), selector: labels, type },
    status: { loadBalancer: {} },
  };
}

/** `80`, `80:8080` or `80:http`. */
function port(text: string, nodePort: number): object {
  const [from = "", to] = text.split(":");
  const number = portNumber(from);
  const target = to === undefined ? number : /^\d+$/.test(to) ? portNumber(to) : to;
  return { name: text.replace(":", "-"), ...(nodePort > 0 ? { nodePort } : {}), port: number, protocol: "TCP", targetPort: target };
}

function portNumber(text: string): number {
  if (!/^\d+$/.test(text)) fail(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text) <= 65_535 ? Number(text) : fail(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`);
}
