import "../theme/outcomes.css";
import type { Status } from "../../api/status.ts";

/** An API Status in words, as kubectl prints it; several causes as a list, a line each. */
export function StatusText({ status }: { readonly status: Status }) {
  const causes = status.details?.causes ?? [];
  const isList = causes.length > 1;
  return (
    <div className="status-text" role="alert">
      <p>{isList ? headOf(statusLine(status), causes[0]!.field) : statusLine(status)}</p>
      {isList ? <ul>{causes.map((c) => <li key={`${c.field} ${c.message}`}><code>{c.field}</code> {c.message}</li>)}</ul> : null}
    </div>
  );
}

/** The whole of it in one line. */
export function statusLine(status: Status): string {
  return `Error from server${status.reason ? ` (${status.reason})` : ""}: ${status.message ?? ""}`;
}

/** The message without the causes that it tells itself: everything before the first of them. */
function headOf(line: string, firstField: string): string {
  const at = line.indexOf(`[${firstField}: `);
  return at < 0 ? line : line.slice(0, at).trimEnd();
}
