import "../theme/outcomes.css";
import type { Status } from "../../api/status.ts";

/** An API Status in words, as kubectl prints it, with the field of each cause. */
export function StatusText({ status }: { readonly status: Status }) {
  const causes = status.details?.causes ?? [];
  return (
    <div className="status-text" role="alert">
      <p>Error from server{status.reason ? ` (${status.reason})` : ""}: {status.message}</p>
      {causes.length > 0 ? (
        <ul>{causes.map((c) => <li key={`${c.field} ${c.message}`}><code>{c.field}</code> {c.message}</li>)}</ul>
      ) : null}
    </div>
  );
}
