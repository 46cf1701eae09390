import { Check, TriangleAlert, X } from "lucide-react";
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
        {ran.requests.length > 0 ? <p className="mono muted ran-wire">{ran.requests.map((r) => requestLine(r)).join(" · ")}</p> : null}
        {ran.failure ? <StatusText status={ran.failure} /> : null}
        {ran.warnings.map((w) => <p key={w} className="ran-warning">Warning: {w}</p>)}
      </div>
      <CopyButton text={kubectl} label="Copy the command" />
      <button type="button" className="button plain icon" aria-label="Close" onClick={() => useUi.setState({ ran: undefined })}><X size={15} aria-hidden /></button>
    </section>
  );
}
