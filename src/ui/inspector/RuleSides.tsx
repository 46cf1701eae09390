import type { Evidence, RuleStep } from "../../api/decision.ts";
import type { Eligibility } from "../../api/timeline.ts";
import { wishField } from "../editor/drafts.ts";
import { useSession } from "../session-context.ts";
import { CodeText } from "../shell/SentenceText.tsx";
import { select } from "../store.ts";
import type { Selection } from "../store.ts";
import { selectionOf } from "../selection.ts";
import { evidenceYaml } from "./evidence-yaml.ts";

/** What one rule compared: the field of the DaemonSet beside the field of the node, each as its YAML says it and a door to it there. */
export function RuleSides({ item, step }: { readonly item: Eligibility; readonly step: RuleStep }) {
  const ofNode = step.evidence.filter((e) => e.object.kind === "Node");
  const ofSet = step.evidence.filter((e) => e.object.kind !== "Node");
  return (
    <div className="rule-sides">
      <p><CodeText text={step.text} /></p>
      <Side title={`DaemonSet ${item.daemonSet.name}`} evidence={ofSet} />
      <Side title={`Node ${item.row.nodeName}`} evidence={ofNode} />
    </div>
  );
}

function Side({ title, evidence }: { readonly title: string; readonly evidence: readonly Evidence[] }) {
  return (
    <section>
      <h4 className="eyebrow">{title}</h4>
      {evidence.length === 0 ? <p className="muted">nothing there that matters</p> : null}
      <ul className="evidence">{evidence.map((e) => <Field key={e.path} evidence={e} />)}</ul>
    </section>
  );
}

function Field({ evidence }: { readonly evidence: Evidence }) {
  const { path, value, object } = evidence;
  const { mirror } = useSession();
  const target = selectionOf([...mirror.rows.values()].find((r) => r.kind === object.kind && r.name === object.name && (object.uid === undefined || r.uid === object.uid)));
  const isThere = value !== undefined && value !== null;
  return (
    <li>
      {target && isThere
        ? <button type="button" className="link-button" aria-label={`Show ${path} in the YAML of ${object.name}`} onClick={() => showInYaml(target, path)}><code>{path}</code></button>
        : <code>{path}</code>}
      {isThere ? <pre>{evidenceYaml(path, value)}</pre> : <p className="muted">not set</p>}
    </li>
  );
}

function showInYaml(target: Selection, path: string): void {
  wishField(target.uid, path);
  select(target, "yaml");
}
