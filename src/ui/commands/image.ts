/**
 * The next version to try: the last number of the tag and one more (`4.1` to `4.2`, `v1` to `v2`).
 * @param images the present image first, then earlier ones: the first with a number in its tag counts
 */
export function nextVersion(images: readonly string[]): string {
  for (const image of images) {
    const { repository, tag } = imageParts(image);
    const number = /^(.*?)(\d{1,9})(\D*)$/.exec(tag);
    if (number) return `${repository}:${number[1] ?? ""}${Number(number[2]) + 1}${number[3] ?? ""}`;
  }
  return `${imageParts(images[0] ?? "").repository}:v2`;
}

/** A tag that no registry of this cluster has. */
export function missingVersion(image: string): string {
  return `${imageParts(image).repository}:does-not-exist`;
}

/** An image reference in two parts; `tag` is empty if there is none. A digest is dropped. */
interface ImageParts { readonly repository: string; readonly tag: string }

function imageParts(image: string): ImageParts {
  const withoutDigest = image.split("@")[0] ?? "";
  const colon = withoutDigest.lastIndexOf(":");
  // A colon before the last slash belongs to a registry's port.
  if (colon < 0 || colon < withoutDigest.lastIndexOf("/")) return { repository: withoutDigest, tag: "" };
  return { repository: withoutDigest.slice(0, colon), tag: withoutDigest.slice(colon + 1) };
}
