import { Check, TriangleAlert, X } from "lucide-react";
import type { KubeRequest } from "../../api/request.ts";
import { useUi } from "../store.ts";
import { requestLine } from "../../http/codec.ts";
import { CopyButton } from "./CopyButton.tsx";
import { StatusText } from "./StatusText.tsx";

/** What was last done, as one would have typed it, and what the API said. */
export function RanStrip() {
  const ran = useUi((s) => s.ran);
  if (!ran) return null;
  const kubectl = ran.kubectl.join("\n");
  return (
    <section className={ran.failure ? "ran failed" : "ran"} aria-label="Last command">
      <span className="ran-mark">{ran.failure ? <TriangleAlert size={15} aria-hidden /> : <Check size={15} aria-hidden />}</span>
      <div className="ran-lines">
        <pre>{kubectl}</pre>
        {ran.requests.length > 0 ? <p className="mono muted ran-wire">{wireText(ran.requests)}</p> : null}
        {ran.failure ? <StatusText status={ran.failure} /> : null}
        {ran.warnings.map((w) => <p key={w} className="ran-warning">Warning: {w}</p>)}
      </div>
      <CopyButton text={kubectl} label="Copy the command" />
      <button type="button" className="button plain icon" aria-label="Close" onClick={() => useUi.setState({ ran: undefined })}><X size={15} aria-hidden /></button>
    </section>
  );
}

/** The requests as lines on the wire; the same line many times is told once, with a number. */
function wireText(requests: readonly KubeRequest[]): string {
  const counts = new Map<string, number>();
  for (const request of requests) {
    const line = requestLine(request);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, n]) => (n > 1 ? `${line} ×${n}` : line)).join(" · ");
}
