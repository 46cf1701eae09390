import { kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext, WorkloadObject } from "./command.ts";
import { missingVersion, nextVersion } from "./image.ts";
import { containerPatch, patchWorkload } from "./requests.ts";
import { needsWorkloadObject, notNow, WORKLOADS, workloadObjectOf, workloadOf } from "./targets.ts";
import { refusal, text } from "./values.ts";

const KINDS = ["DaemonSet", "Deployment", "StatefulSet"] as const;

/** A rollout of DaemonSet, Deployment and StatefulSet alike: the template changes, the controller replaces pods. */
export const updateImage: Command = {
  id: "update-image",
  title: "Update image",
  group: "workload",
  kinds: KINDS,
  shortcut: "u",
  when: (context) => needsWorkloadObject(context, KINDS),
  fields(context) {
    const workload = workloadObjectOf(context, KINDS);
    if (!workload) return [];
    const { containers } = workload.spec.template.spec;
    const image = containers[0]?.image ?? "";
    const next = nextVersion([image, ...olderImages(context)]);
    const missing = missingVersion(image);
    return [
      {
        id: "version", label: "Version", type: "choice", initial: next,
        options: [
          { value: next, label: `Next version: ${next}` },
          { value: missing, label: `A tag that does not exist: ${missing}` },
        ],
      },
      { id: "image", label: "Another image", type: "text", initial: "", placeholder: image, help: "If you write one, it is taken instead of the choice above." },
      ...(containers.length > 1 ? [containerField(workload)] : []),
    ];
  },
  plan(context, values) {
    const workload = workloadObjectOf(context, KINDS);
    const row = workloadOf(context, KINDS);
    if (!workload || !row) return notNow(needsWorkloadObject(context, KINDS));
    const { containers } = workload.spec.template.spec;
    const wanted = text(values, "container") || containers[0]?.name;
    const container = containers.find((c) => c.name === wanted);
    if (!container) return refusal("container", `unable to find container named "${wanted ?? ""}"`);
    const field = text(values, "image") ? "image" : "version";
    const image = text(values, field);
    if (image === "") return refusal(field, "Choose a version, or write an image such as fluent/fluent-bit:4.2.");
    if (/\s/.test(image)) return refusal(field, `“${image}” is no image: it must not contain spaces.`);
    if (image === container.image) return refusal(field, `Container ${container.name} has the image ${image} already.`);
    const { namespace, name } = row;
    return {
      requests: [patchWorkload(row.kind, row, containerPatch(workload, { name: container.name, image }), "kubectl-set")],
      kubectl: [kubectlLine(["set", "image", `${WORKLOADS[row.kind].short}/${name}`, `${container.name}=${image}`], namespace)],
    };
  },
};

function containerField(workload: WorkloadObject) {
  const names = workload.spec.template.spec.containers.map((c) => c.name);
  return { id: "container", label: "Container", type: "choice" as const, initial: names[0] ?? "", options: names.map((n) => ({ value: n, label: n })) };
}

/** Newest first. After a bad tag they tell where the numbers had come to. */
function olderImages(context: CommandContext): readonly string[] {
  const revisions = [...(workloadOf(context, KINDS)?.revisions ?? [])];
  return revisions.sort((a, b) => b.revision - a.revision).map((r) => r.image);
}
