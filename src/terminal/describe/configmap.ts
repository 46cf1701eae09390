import { byteLength } from "../../api/byte-length.ts";
import type { KubeObject, StringMap } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { sortedEntries, writeLabelsAndAnnotations, writeName } from "./head.ts";

interface ConfigMap extends KubeObject {
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
}

interface Secret extends KubeObject {
  readonly type?: string;
  readonly data?: StringMap;
}

/** Source: kubectl pkg/describe ConfigMapDescriber (1.36) */
export function* describeConfigMap(map: ConfigMap, about: Describing): Steps<string> {
  const out = new Description();
  writeName(out, map);
  writeLabelsAndAnnotations(out, map);
  for (const line of ["", "Data", "===="]) out.line(0, line);
  for (const [key, value] of sortedEntries(map.data)) {
    for (const line of [`${key}:`, "----", value, ""]) out.line(0, line);
  }
  for (const line of ["", "BinaryData", "===="]) out.line(0, line);
  for (const [key, value] of sortedEntries(map.binaryData)) out.line(0, `${key}: ${bytesOfBase64(value)} bytes`);
  out.line(0);
  yield* writeEventsOf(out, map, about);
  return out.text();
}

/** What a Secret holds is not shown, only how long it is; and no events. Source: kubectl pkg/describe SecretDescriber (1.36) */
// oxlint-disable-next-line require-yield -- a describer that has nothing to ask
export function* describeSecret(secret: Secret): Steps<string> {
  const out = new Description();
  writeName(out, secret);
  writeLabelsAndAnnotations(out, secret);
  out.line(0);
  out.line(0, "Type:", secret.type ?? "");
  for (const line of ["", "Data", "===="]) out.line(0, line);
  for (const [key, value] of sortedEntries(secret.data)) out.line(0, `${key}:`, `${bytesOfBase64(value)} bytes`);
  return out.text();
}

function bytesOfBase64(text: string): number {
  return Math.floor((byteLength(text.replace(/=+$/, "")) * 3) / 4);
}
