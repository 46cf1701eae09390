import { lastAnswer } from "../../api/last-answer.ts";
import { IMAGES } from "../../api/resources.ts";
import type { Image } from "../../api/types/image.ts";
import type { Store } from "../apiserver/store.ts";
import { flat } from "../sim/flat.ts";
import { hash32 } from "../sim/random.ts";

/** How an app in an image behaves once it runs. */
export type AppBehaviour = "runs" | "crashes" | "never-ready";

/** What the world knows of an image. */
export type ImageFacts =
  | { readonly kind: "pullable"; readonly sizeBytes: number; readonly pullMs: readonly [min: number, max: number]; readonly app: AppBehaviour }
  /** The registry has no such image; `error` is the container runtime's text. */
  | { readonly kind: "missing"; readonly error: string }
  /** The text is no image reference at all. */
  | { readonly kind: "invalid"; readonly error: string };

const MISSING = /(?:^|\/)(?:bad|broken|does-?not-?exist|nope|typo)(?=[/:@]|$)|:(?:[\w.-]+-)?(?:bad|broken|does-?not-?exist|nope|typo)(?=@|$)/;
const REFERENCE = /^[a-z0-9]+(?:[._:/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;
const MIN_BYTES = 4_000_000;
const BYTES_RANGE = 180_000_000;
const FASTEST_PULL_MS = 600;
const SLOWEST_PULL_MS = 1800;
const PULL_JITTER_MS = 200;

/** What an Image object says of an image; the oldest of several. Undefined for the many images without one. */
export function declaredImage(store: Store, image: string): Image["spec"] | undefined {
  if (store.count(IMAGES) === 0) return undefined;
  for (const { spec } of store.all<Image>(IMAGES)) if (spec.image === image) return spec;
  return undefined;
}

/**
 * What an image is and does: as an Image object declares it, and where that says nothing, from its name alone. It cannot
 * be pulled if a whole part of its path is, or its tag is or ends with, `bad`, `broken`, `does-not-exist`, `nope` or `typo`
 * (`x/broken:v2`, `x:v1-typo`, but not `dgraph/badger`); the tag `crash` exits with 1 after half a second; the tag
 * `notready` never gets ready; everything else is fine. Size, and with it the time of a pull, differ from image to image.
 */
export function imageFacts(image: string, declared?: Image["spec"]): ImageFacts {
  if (!REFERENCE.test(image)) {
    return { kind: "invalid", error: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": invalid reference format` };
  }
  const error = declared?.pull ? declared.pull.error : MISSING.test(image) ? notFoundError(image) : undefined;
  if (error !== undefined) return { kind: "missing", error };
  const sizeBytes = declared?.sizeBytes ?? MIN_BYTES + (hash32(image) % BYTES_RANGE);
  return { kind: "pullable", sizeBytes, pullMs: pullTime(sizeBytes, declared?.pull?.seconds), app: behaviourOf(tagOf(image)) };
}

function pullTime(sizeBytes: number, seconds: number | undefined): readonly [min: number, max: number] {
  if (seconds !== undefined) return [Math.round(seconds * 1000), Math.round(seconds * 1000)];
  const span = SLOWEST_PULL_MS - FASTEST_PULL_MS - PULL_JITTER_MS;
  const share = Math.min(1, Math.max(0, (sizeBytes - MIN_BYTES) / BYTES_RANGE));
  const min = FASTEST_PULL_MS + Math.floor(share * span);
  return [min, min + PULL_JITTER_MS];
}

function behaviourOf(tag: string): AppBehaviour {
  if (tag === "crash") return "crashes";
  return tag === "notready" ? "never-ready" : "runs";
}

/** containerd's text. */
function notFoundError(image: string): string {
  const ref = resolvedImage(image);
  return `rpc error: code = NotFound desc = failed to pull and unpack image "${ref}": failed to resolve reference "${ref}": ${ref}: not found`;
}

/**
 * containerd's text when it cannot reach the registry at all: here its name is not known.
 * Source: containerd core/remotes/docker/resolver.go
 */
export function unreachableError(image: string): string {
  const ref = resolvedImage(image);
  const [, domain = "", path = "", tag = ""] = /^([^/]+)\/(.*?)(?::([^:/@]+))?(?:@.*)?$/.exec(ref) ?? [];
  const host = domain === "docker.io" ? "registry-1.docker.io" : domain;
  const manifest = ref.includes("@") ? ref.slice(ref.indexOf("@") + 1) : tag;
  return `failed to pull and unpack image "${ref}": failed to resolve reference "${ref}": failed to do request: Head "https://${host}/v2/${path}/manifests/${manifest}": dial tcp: lookup ${host}: no such host`;
}

/**
 * The full reference: `nginx` is `docker.io/library/nginx:latest`.
 * Source: distribution reference.ParseNormalizedNamed, TagNameOnly
 */
export const resolvedImage = lastAnswer(resolved);

function resolved(image: string): string {
  const slash = image.indexOf("/");
  const first = slash < 0 ? "" : image.slice(0, slash);
  const hasDomain = first.includes(".") || first.includes(":") || first === "localhost";
  const path = hasDomain ? image : slash < 0 ? `docker.io/library/${image}` : `docker.io/${image}`;
  return tagOf(image) === "" && !image.includes("@") ? `${path}:latest` : path;
}

/** `<repository>@sha256:<64 hex>`, always the same for an image. */
export const imageId = lastAnswer(idOf);

function idOf(image: string): string {
  const ref = resolvedImage(image);
  const at = ref.indexOf("@");
  const tag = tagOf(at < 0 ? ref : ref.slice(0, at));
  const repository = (at < 0 ? ref : ref.slice(0, at)).slice(0, tag ? -(tag.length + 1) : undefined);
  return flat(`${repository}@${at < 0 ? `sha256:${hex64(ref)}` : ref.slice(at + 1)}`);
}

/** The tag, "" if there is none; a colon before the last slash belongs to a port. */
function tagOf(image: string): string {
  const name = image.split("@")[0]!;
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(colon + 1) : "";
}

/** 64 hex digits that depend on the text only. */
export function hex64(text: string): string {
  let out = "";
  for (let i = 0; i < 8; i++) out += hash32(`${i}/${text}`).toString(16).padStart(8, "0");
  return out;
}
