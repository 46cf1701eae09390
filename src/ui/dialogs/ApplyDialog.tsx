import { FileUp } from "lucide-react";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import type { Status } from "../../api/status.ts";
import { MANIFESTS } from "../../lessons/content.ts";
import { count } from "../format.ts";
import { useSession } from "../session-context.ts";
import { StatusText } from "../shell/StatusText.tsx";
import { closeDialog, useUi } from "../store.ts";
import { applyYaml } from "./apply-yaml.ts";
import type { Applied, ApplyResult } from "./apply-yaml.ts";
import { Modal } from "./Modal.tsx";

/** Any manifest, typed, pasted, picked or dropped. Says for each document what became of it. */
export function ApplyDialog({ text: initial }: { readonly text: string }) {
  const session = useSession();
  const [text, setText] = useState(initial);
  const [applied, setApplied] = useState<Applied>();
  const [isBusy, setBusy] = useState(false);
  const picker = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await applyYaml(session, text);
    setBusy(false);
    setApplied(result);
    if (result.results.length > 0) useUi.setState({ ran: { title: "Apply YAML", kubectl: ["kubectl apply -f manifest.yaml"], requests: result.requests, warnings: [], ...firstFailure(result) } });
    const isClean = result.errors.length === 0 && result.results.every((r) => r.outcome !== "failed" && !r.isInert && r.warnings.length === 0);
    if (isClean && result.results.length > 0) closeDialog();
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
        <label htmlFor="apply-text" className="visually-hidden">Manifest</label>
        <textarea id="apply-text" data-first className="editor" rows={18} spellCheck={false} value={text} wrap="off"
          placeholder={"apiVersion: apps/v1\nkind: DaemonSet\n…\n\nor drop a file anywhere on the page"} onChange={(e) => setText(e.target.value)} />
        {applied ? <Results applied={applied} /> : null}
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

function Results({ applied }: { readonly applied: Applied }) {
  const inert = applied.results.filter((r) => r.isInert && r.outcome !== "failed").length;
  return (
    <div className="apply-results" role="status">
      <ul>
        {applied.errors.map((e) => <li key={`${e.line} ${e.message}`} className="bad"><span className="mono">line {e.line}</span> {e.message}</li>)}
        {applied.results.map((r) => <li key={`${r.line} ${r.name}`} className={r.outcome === "failed" ? "bad" : undefined}><Result result={r} /></li>)}
      </ul>
      {applied.errors.length + applied.results.length === 0 ? <p className="muted">There is no document in it.</p> : null}
      {inert > 0 ? <p className="muted">{count(inert, "object")} of kinds that nothing here acts on: stored and listed, as in a cluster without their controllers.</p> : null}
    </div>
  );
}

function Result({ result }: { readonly result: ApplyResult }) {
  const { failure } = result;
  return (
    <>
      <span className="mono">{result.name}</span> {result.outcome === "failed" ? <span>at line {result.line}</span> : <b>{result.outcome}</b>}
      {result.isInert && result.outcome !== "failed" ? <span className="muted"> · stored, nothing here acts on it</span> : null}
      {failure === undefined ? null : typeof failure === "string" ? <p>{failure}</p> : <StatusText status={failure} />}
      {result.warnings.map((w) => <p key={w} className="ran-warning">Warning: {w}</p>)}
    </>
  );
}
