import type { KubeObject } from "../../api/types/meta.ts";
import type { Steps } from "../process.ts";
import type { Describing } from "./describer.ts";
import { Description } from "./description.ts";
import { writeEventsOf } from "./events.ts";
import { writeLabelsAndAnnotations, writeName } from "./head.ts";

interface ServiceAccount extends KubeObject {
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
}

/** Source: kubectl pkg/describe ServiceAccountDescriber (1.36) */
export function* describeServiceAccount(account: ServiceAccount, about: Describing): Steps<string> {
  const out = new Description();
  writeName(out, account);
  writeLabelsAndAnnotations(out, account);
  out.column(0, "Image pull secrets:", (account.imagePullSecrets ?? []).map(({ name = "" }) => name));
  yield* writeEventsOf(out, account, about);
  return out.text();
}
