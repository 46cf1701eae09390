import { useId, useMemo, useState } from "react";
import type { FormEvent } from "react";
import type { Status } from "../../api/status.ts";
import type { Command, CommandContext, Field, Plan, Refusal, Values } from "../commands/command.ts";
import { COMMANDS } from "../commands/list.ts";
import { nameOfTarget } from "../commands/targets.ts";
import { useCommandContext } from "../hooks/use-command-context.ts";
import { candidatesFor, runPlan } from "../run-command.ts";
import { selectionOf } from "../selection.ts";
import { OutcomeLine } from "../session/OutcomeLine.tsx";
import { useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { StatusText } from "../shell/StatusText.tsx";
import { closeDialog } from "../store.ts";
import type { Selection } from "../store.ts";
import { FieldRow } from "./FieldRow.tsx";
import { ForkNote } from "./ForkNote.tsx";
import { Modal } from "./Modal.tsx";
import { refusedFields } from "./refused-fields.ts";

interface CommandDialogProps {
  readonly id: string;
  /** Absent for a command that needs one: then the dialog asks on what. */
  readonly target: Selection | undefined;
}

/** The form of one command, with the kubectl line that would do the same growing beside it. */
export function CommandDialog({ id, target }: CommandDialogProps) {
  const command = COMMANDS.find((c) => c.id === id);
  return command ? <Asked command={command} target={target} /> : null;
}

function Asked({ command, target }: { readonly command: Command; readonly target: Selection | undefined }) {
  const session = useSession();
  const [candidates] = useState(() => (target ? [] : candidatesFor(session, command)));
  const [chosen, setChosen] = useState(candidates[0]?.uid);
  const on = target ?? selectionOf(session.mirror.rows.get(chosen ?? ""));
  const context = useCommandContext(on);
  const form = useId();
  return (
    <Modal title={titleOf(command, candidates.length > 0 ? undefined : nameOfTarget(command, context))} isBeside onClose={closeDialog}>
      {candidates.length > 0 ? (
        <FieldRow value={chosen ?? ""} onChange={setChosen} error={undefined} form={form}
          field={{ id: "on", type: "choice", label: CHOICE_LABELS[command.group], initial: "", options: candidates.map((c) => ({ value: c.uid, label: command.kinds && command.kinds.length > 1 ? `${c.kind} ${c.name}` : c.name })) }} />
      ) : null}
      <CommandForm key={on?.uid} id={form} command={command} context={context} />
    </Modal>
  );
}

const CHOICE_LABELS: Readonly<Record<Command["group"], string>> = { cluster: "On", node: "Node", pod: "Pod", workload: "Workload" };

function titleOf(command: Command, name: string | undefined): string {
  return name === undefined ? command.title : `${command.title}: ${name}`;
}

interface CommandFormProps {
  readonly id: string;
  readonly command: Command;
  readonly context: CommandContext;
}

function CommandForm({ id, command, context }: CommandFormProps) {
  const session = useSession();
  // The questions are asked once: a form must not change its fields while somebody fills it in.
  const [fields] = useState<readonly Field[]>(() => (command.when(context) === true ? (command.fields?.(context) ?? []) : []));
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map((f) => [f.id, f.initial])));
  const [isSubmitted, setSubmitted] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Status>();
  const possible = command.when(context);
  const plan = useMemo(
    () => (possible === true ? command.plan(context, values) : { error: possible, field: "" }),
    [command, context, values, possible],
  );
  const error = "error" in plan ? plan : undefined;
  const isOfField = fields.some((f) => f.id === error?.field);
  const refused = refusal ? refusedFields(refusal, fields) : {};

  /** What the API server refuses can be mended: the form stays as it was filled in. */
  async function submit(event: FormEvent) {
    event.preventDefault();
    setSubmitted(true);
    if ("error" in plan || isBusy) return;
    setBusy(true);
    const failure = await runPlan(session, command.title, plan);
    setBusy(false);
    setRefusal(failure);
    if (!failure) closeDialog();
  }

  function errorOf(field: Field): string | undefined {
    const isAsked = isSubmitted || values[field.id] !== field.initial;
    return error?.field === field.id && isAsked ? error.error : refused[field.id];
  }

  function answer(field: Field, value: string): void {
    setValues({ ...values, [field.id]: value });
    setRefusal(undefined);
  }

  return (
    <form id={id} onSubmit={(e) => void submit(e)} className="form" noValidate>
      {fields.map((field) => (
        <FieldRow key={field.id} field={field} value={values[field.id] ?? ""} error={errorOf(field)} onChange={(value) => answer(field, value)} />
      ))}
      {error && !isOfField ? <p className="field-error" role="alert">{error.error}</p> : null}
      {refusal && Object.keys(refused).length === 0 ? <div className="notice bad"><StatusText status={refusal} /></div> : null}
      <KubectlPreview plan={plan} />
      <OutcomeLine requests={"requests" in plan ? plan.requests : undefined} />
      <ForkNote />
      <footer>
        <button type="button" className="button" onClick={closeDialog}>Cancel</button>
        <button type="submit" aria-disabled={isBusy || undefined} className={command.danger ? "button primary danger" : "button primary"}>{command.title}</button>
      </footer>
    </form>
  );
}

function KubectlPreview({ plan }: { readonly plan: Plan | Refusal }) {
  const text = (plan.kubectl ?? []).join("\n");
  return (
    <section className="kubectl-preview" aria-label="The same in a terminal">
      <span className="eyebrow">You could have typed</span>
      <div className="command-line">
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, so it must be reached by key. */}
        <pre tabIndex={0}>{text || <span className="muted">…</span>}</pre>
        {text ? <CopyButton text={text} /> : null}
      </div>
    </section>
  );
}
