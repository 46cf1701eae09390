import type { KubeRequest } from "../../api/request.ts";
import { useOutcome } from "./use-outcome.ts";

/** One line that says what requests would do to pods; the picture outlines them. Its place is kept while it is not known. */
export function OutcomeLine({ requests }: { readonly requests: readonly KubeRequest[] | undefined }) {
  const words = useOutcome(requests);
  return <p className="outcome" role="status">{words}</p>;
}
