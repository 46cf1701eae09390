import type { DaemonSet } from "../../api/types/daemonset.ts";
import { kubectlLine } from "../../terminal/lines.ts";
import type { Command, CommandContext } from "./command.ts";
import { missingVersion, nextVersion } from "./image.ts";
import { containerPatch, patchDaemonSet } from "./requests.ts";
import { daemonSetObjectOf, daemonSetOf, needsDaemonSetObject, notNow } from "./targets.ts";
import { refusal, text } from "./values.ts";

export const updateImage: Command = {
  id: "update-image",
  title: "Update image",
  group: "daemonset",
  shortcut: "u",
  when: needsDaemonSetObject,
  fields(context) {
    const daemonSet = daemonSetObjectOf(context);
    if (!daemonSet) return [];
    const { containers } = daemonSet.spec.template.spec;
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
      ...(containers.length > 1 ? [containerField(daemonSet)] : []),
    ];
  },
  plan(context, values) {
    const daemonSet = daemonSetObjectOf(context);
    if (!daemonSet) return notNow(needsDaemonSetObject(context));
    const { containers } = daemonSet.spec.template.spec;
    const wanted = text(values, "container") || containers[0]?.name;
    const container = containers.find((c) => c.name === wanted);
    if (!container) return refusal("container", `unable to find container named "${wanted ?? ""}"`);
    const field = text(values, "image") ? "image" : "version";
    const image = text(values, field);
    if (image === "") return refusal(field, "Choose a version, or write an image such as fluent/fluent-bit:4.2.");
    if (/\s/.test(image)) return refusal(field, `“${image}” is no image: it must not contain spaces.`);
    if (image === container.image) return refusal(field, `Container ${container.name} has the image ${image} already.`);
    const { namespace, name } = daemonSet.metadata;
    return {
      requests: [patchDaemonSet(daemonSet.metadata, containerPatch(daemonSet, { name: container.name, image }), "kubectl-set")],
      kubectl: [kubectlLine(["set", "image", `ds/${name}`, `${container.name}=${image}`], namespace)],
    };
  },
};

function containerField(daemonSet: DaemonSet) {
  const names = daemonSet.spec.template.spec.containers.map((c) => c.name);
  return { id: "container", label: "Container", type: "choice" as const, initial: names[0] ?? "", options: names.map((n) => ({ value: n, label: n })) };
}

/** Newest first. After a bad tag they tell where the numbers had come to. */
function olderImages(context: CommandContext): readonly string[] {
  const revisions = [...(daemonSetOf(context)?.revisions ?? [])];
  return revisions.sort((a, b) => b.revision - a.revision).map((r) => r.image);
}
