import { defaultFieldRef, defaultPullPolicy } from "./defaults-container.ts";

type Members = Readonly<Record<string, unknown>>;

/** 0644, as JSON writes it. */
const DEFAULT_MODE = 420;
const TOKEN_SECONDS = 3600;

/** A volume without a source is an emptyDir. Source: pkg/apis/core/v1/defaults.go SetDefaults_Volume and its kin (1.36) */
export function defaultVolume(volume: Members): Members {
  const sources = Object.keys(volume).filter((key) => key !== "name");
  if (sources.length === 0) return { ...volume, emptyDir: {} };
  return Object.fromEntries(Object.entries(volume).map(([key, value]) => [key, key === "name" ? value : defaultSource(key, value as Members)]));
}

function defaultSource(type: string, source: Members): Members {
  switch (type) {
    case "hostPath":
      return { type: "", ...source };
    case "secret":
    case "configMap":
      return { defaultMode: DEFAULT_MODE, ...source };
    case "downwardAPI":
      return { defaultMode: DEFAULT_MODE, ...withFieldRefs(source) };
    case "projected":
      return { defaultMode: DEFAULT_MODE, ...source, ...(source["sources"] ? { sources: (source["sources"] as readonly Members[]).map(defaultProjection) } : {}) };
    case "image":
      return { pullPolicy: defaultPullPolicy((source["reference"] as string | undefined) ?? ""), ...source };
    default:
      return source;
  }
}

function defaultProjection(projection: Members): Members {
  const { serviceAccountToken, downwardAPI } = projection;
  return {
    ...projection,
    ...(serviceAccountToken ? { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, ...(serviceAccountToken as Members) } } : {}),
    ...(downwardAPI ? { downwardAPI: withFieldRefs(downwardAPI as Members) } : {}),
  };
}

function withFieldRefs(source: Members): Members {
  const { items } = source;
  return items ? { ...source, items: (items as readonly Members[]).map(defaultFieldRef) } : source;
}
