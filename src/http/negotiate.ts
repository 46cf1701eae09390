/** In which form a client wants its answer. */
export interface Form {
  readonly as: "object" | "Table" | "PartialObjectMetadata" | "PartialObjectMetadataList";
  readonly encoding: "json" | "yaml";
  /** Of the Table or PartialObjectMetadata. */
  readonly version: "v1" | "v1beta1";
}

const AS_FORMS: readonly string[] = ["Table", "PartialObjectMetadata", "PartialObjectMetadataList"];

/**
 * The first form of an Accept header that can be answered; undefined: none. Protobuf is not answered, and clients that
 * ask for it ask for JSON as well.
 * @param streams for a watch, which cannot be YAML
 * Source: apiserver pkg/endpoints/handlers/negotiation/negotiate.go (1.36)
 */
export function negotiate(accept: string | undefined, { streams = false }: { readonly streams?: boolean } = {}): Form | undefined {
  if (!accept) return { as: "object", encoding: "json", version: "v1" };
  for (const clause of accept.split(",")) {
    const [media = "", ...rest] = clause.split(";").map((part) => part.trim());
    const encoding = encodingOf(media.toLowerCase());
    if (!encoding || (streams && encoding === "yaml")) continue;
    const parameters = Object.fromEntries(rest.map((p) => p.split("=").map((t) => t.trim())));
    if (Number(parameters["q"] ?? 1) === 0) continue;
    const as = parameters["as"] as string | undefined;
    if (as === undefined) return { as: "object", encoding, version: "v1" };
    const version = parameters["v"] as string | undefined;
    if (AS_FORMS.includes(as) && parameters["g"] === "meta.k8s.io" && (version === "v1" || version === "v1beta1")) {
      return { as: as as Form["as"], encoding, version };
    }
  }
  return undefined;
}

function encodingOf(media: string): Form["encoding"] | undefined {
  switch (media) {
    case "application/json": case "application/*": case "*/*": return "json";
    case "application/yaml": return "yaml";
    default: return undefined;
  }
}
