import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import type { Status } from "../../api/status.ts";
import { MANIFESTS } from "../../lessons/content.ts";
import { count } from "../format.ts";
import { onDemand } from "../hooks/on-demand.tsx";
import { useSession } from "../session-context.ts";
import { StatusText } from "../shell/StatusText.tsx";
import { closeDialog, useUi } from "../store.ts";
import { applyYaml, checkYaml } from "./apply-yaml.ts";
import type { Applied, ApplyResult } from "./apply-yaml.ts";
import { ForkNote } from "./ForkNote.tsx";
import { Modal } from "./Modal.tsx";

const CodeEditor = onDemand(() => import("../editor/CodeEditor.tsx").then((m) => m.CodeEditor));

/** Any manifest, typed, pasted, picked or dropped. Says for each document what became of it. */
export function ApplyDialog({ text: initial }: { readonly text: string }) {
  const session = useSession();
  const [text, setText] = useState(initial);
  const [applied, setApplied] = useState<Applied>();
  const [isBusy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const [place, setPlace] = useState<{ readonly line: number; readonly id: number; readonly hasFocus: boolean }>();
  const goTo = (line: number) => setPlace((p) => ({ line, id: (p?.id ?? 0) + 1, hasFocus: true }));

  async function submit(event?: FormEvent) {
    event?.preventDefault();
    if (isBusy || text.trim() === "") return;
    setBusy(true);
    // An engine that died answers nothing more; its banner says why, and the text stays.
    const result = await applyYaml(session, text).catch(() => undefined);
    setBusy(false);
    if (!result) return;
    setApplied(result);
    if (result.results.length > 0) useUi.setState({ ran: { title: "Apply YAML", kubectl: ["kubectl apply -f manifest.yaml"], requests: result.requests, warnings: [], ...firstFailure(result) } });
    const isClean = result.errors.length === 0 && result.results.every((r) => r.outcome !== "failed" && !r.isInert && r.warnings.length === 0);
    if (isClean && result.results.length > 0) closeDialog();
    const bad = firstBadLine(result);
    if (bad !== undefined) goTo(bad);
  }

  async function pick(files: FileList | null) {
    const texts = await Promise.all([...(files ?? [])].map((f) => f.text()));
    if (texts.length > 0) setText(texts.join("\n---\n"));
  }

  return (
    <Modal title="Apply YAML" wide onClose={closeDialog}>
      <form className="form apply" onSubmit={(e) => void submit(e)}>
        <div className="apply-sources">
          <label htmlFor="apply-example">Example</label>
          <select id="apply-example" value="" onChange={(e) => setText(MANIFESTS.find((m) => m.file === e.target.value)?.text ?? text)}>
            <option value="">choose…</option>
            {MANIFESTS.map((m) => <option key={m.file} value={m.file}>{m.title}</option>)}
          </select>
          <button type="button" className="button" onClick={() => picker.current?.click()}><FileUp size={15} aria-hidden /> File…</button>
          <input ref={picker} type="file" hidden multiple accept=".yaml,.yml,.json" onChange={(e) => void pick(e.target.files)} />
        </div>
        <CodeEditor label="Manifest" value={text} onChange={setText} goTo={place} hasAutoFocus onSubmit={() => void submit()}
          check={(t) => checkYaml(session, t).catch(() => [])} placeholder={"apiVersion: apps/v1\nkind: DaemonSet\n…\n\nor drop a file anywhere on the page"} />
        {applied ? <Results applied={applied} onLine={goTo} /> : null}
        <ForkNote />
        <footer>
          <button type="button" className="button" onClick={closeDialog}>{applied ? "Close" : "Cancel"}</button>
          <button type="submit" className="button primary" aria-disabled={isBusy || text.trim() === "" || undefined}>Apply</button>
        </footer>
      </form>
    </Modal>
  );
}

function firstFailure(applied: Applied): { readonly failure?: Status } {
  const failure = applied.results.map((r) => r.failure).find((f) => typeof f === "object");
  return failure ? { failure } : {};
}

function firstBadLine(applied: Applied): number | undefined {
  const lines = [...applied.errors, ...applied.results.filter((r) => r.outcome === "failed")].map((e) => e.line);
  return lines.length > 0 ? Math.min(...lines) : undefined;
}

interface ResultsProps {
  readonly applied: Applied;
  readonly onLine: (line: number) => void;
}

function Results({ applied, onLine }: ResultsProps) {
  const inert = applied.results.filter((r) => r.isInert && r.outcome !== "failed").length;
  const total = applied.errors.length + applied.results.length;
  const good = applied.results.filter((r) => r.outcome !== "failed").length;
  return (
    <div className="apply-results" role="status">
      {good < total && total > 1 ? <p><b>{good} of {total} documents were applied.</b></p> : null}
      <ul>
        {applied.errors.map((e) => <li key={`${e.line} ${e.message}`} className="bad"><LineButton line={e.line} onLine={onLine} /> {e.message}</li>)}
        {applied.results.map((r) => <li key={`${r.line} ${r.name}`} className={r.outcome === "failed" ? "bad" : undefined}><Result result={r} onLine={onLine} /></li>)}
      </ul>
      {total === 0 ? <p className="muted">There is no document in it.</p> : null}
      {inert > 0 ? <p className="muted">{count(inert, "object")} of kinds that nothing here acts on: stored and listed, as in a cluster without their controllers.</p> : null}
    </div>
  );
}

function LineButton({ line, onLine }: { readonly line: number; readonly onLine: (line: number) => void }) {
  return <button type="button" className="link-button" title="Go to this line" onClick={() => onLine(line)}>line {line}</button>;
}

function Result({ result, onLine }: { readonly result: ApplyResult; readonly onLine: (line: number) => void }) {
  const { failure } = result;
  return (
    <>
      <span className="mono">{result.name}</span> {result.outcome === "failed" ? <span>not applied, <LineButton line={result.line} onLine={onLine} />:</span> : <b>{result.outcome}</b>}
      {result.isInert && result.outcome !== "failed" ? <span className="muted"> · stored, nothing here acts on it</span> : null}
      {failure === undefined ? null : typeof failure === "string" ? <p>{failure}</p> : <StatusText status={failure} />}
      {result.warnings.map((w) => <p key={w} className="ran-warning">Warning: {w}</p>)}
    </>
  );
}
