import { DEPLOYMENTS } from "../../api/resources.ts";
import type { ObjectDraft } from "../../api/types/meta.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command } from "./command.ts";
import { createRequest } from "./requests.ts";
import { readInteger, refusal, text } from "./values.ts";

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const MOST_REPLICAS = 500;

/** `kubectl create deployment`, with its labels and its name of the container. */
export const createDeployment: Command = {
  id: "create-deployment",
  title: "Create Deployment",
  group: "cluster",
  when: () => true,
  fields: (context) => [
    { id: "name", label: "Name", type: "text", initial: freeName(context.workloads.filter((w) => w.kind === "Deployment")), required: true },
    { id: "image", label: "Image", type: "text", initial: "nginx:1.29", required: true },
    { id: "replicas", label: "Replicas", type: "text", initial: "3", required: true, help: `From 0 to ${MOST_REPLICAS}.` },
  ],
  plan(context, values) {
    const name = text(values, "name");
    const image = text(values, "image");
    if (!NAME.test(name)) return refusal("name", `“${name}” is no name: lower case letters, digits and “-”, such as web.`);
    if (context.workloads.some((w) => w.kind === "Deployment" && w.namespace === "default" && w.name === name)) return refusal("name", `deployments.apps "${name}" already exists`);
    if (image === "" || /\s/.test(image)) return refusal("image", `“${image}” is no image: write for example nginx:1.29.`);
    const replicas = readInteger(values, "replicas", "Replicas", { min: 0, max: MOST_REPLICAS });
    if ("error" in replicas) return replicas;
    return {
      requests: [createRequest(DEPLOYMENTS, deploymentDraft(name, image, replicas.value))],
      kubectl: [kubectlLine(["create", "deployment", name, `--image=${image}`, ...(replicas.value === 1 ? [] : [`--replicas=${replicas.value}`])])],
    };
  },
};

/** Source: kubectl pkg/cmd/create/create_deployment.go (1.36) */
function deploymentDraft(name: string, image: string, replicas: number): ObjectDraft {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default", labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: containerName(image), image }] } },
    },
  };
}

/** The last part of the image's name, without tag and digest, as a DNS label. */
function containerName(image: string): string {
  const last = image.slice(image.lastIndexOf("/") + 1).split(/[:@]/)[0]!;
  return last.toLowerCase().replaceAll(/[^a-z0-9-]/g, "-").replaceAll(/^-+|-+$/g, "") || "app";
}

function freeName(taken: readonly { readonly name: string }[]): string {
  const isFree = (name: string) => taken.every((t) => t.name !== name);
  return ["web", "api", "shop"].find(isFree) ?? `web-${taken.length + 1}`;
}
