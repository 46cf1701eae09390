import { locate } from "../../api/manifest.ts";
import type { Manifest } from "../../api/manifest.ts";
import type { Status } from "../../api/status.ts";

/** The line of the first field that the API server names; of the document if it names none. */
export function lineOfFailure(document: Manifest, status: Status): number {
  const field = status.details?.causes?.find((c) => c.field)?.field ?? /unknown field "([^"]+)"/.exec(status.message ?? "")?.[1];
  return field === undefined ? document.line : locate(document, field);
}
