import { useMemo, useState } from "react";
import type { FormEvent } from "react";
import type { Command, CommandContext, Field, Plan, Values } from "../commands/command.ts";
import { COMMANDS } from "../commands/list.ts";
import { useCommandContext } from "../hooks/use-command-context.ts";
import { candidatesFor, runPlan } from "../run-command.ts";
import { selectionOf } from "../selection.ts";
import { useSession } from "../session-context.ts";
import { CopyButton } from "../shell/CopyButton.tsx";
import { closeDialog } from "../store.ts";
import type { Selection } from "../store.ts";
import { FieldRow } from "./FieldRow.tsx";
import { Modal } from "./Modal.tsx";

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
  return (
    <Modal title={on && command.group !== "cluster" && candidates.length === 0 ? `${command.title}: ${on.name}` : command.title} onClose={closeDialog}>
      {candidates.length > 0 ? (
        <FieldRow value={chosen ?? ""} onChange={setChosen} error={undefined}
          field={{ id: "on", type: "choice", label: command.group === "pod" ? "Pod" : "Node", initial: "", options: candidates.map((c) => ({ value: c.uid, label: c.name })) }} />
      ) : null}
      <CommandForm key={on?.uid} command={command} context={context} />
    </Modal>
  );
}

interface CommandFormProps {
  readonly command: Command;
  readonly context: CommandContext;
}

function CommandForm({ command, context }: CommandFormProps) {
  const session = useSession();
  // The questions are asked once: a form must not change its fields while somebody fills it in.
  const [fields] = useState<readonly Field[]>(() => (command.when(context) === true ? (command.fields?.(context) ?? []) : []));
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map((f) => [f.id, f.initial])));
  const [isSubmitted, setSubmitted] = useState(false);
  const possible = command.when(context);
  const plan = useMemo(
    () => (possible === true ? command.plan(context, values) : { error: possible, field: "" }),
    [command, context, values, possible],
  );
  const error = "error" in plan ? plan : undefined;
  const isOfField = fields.some((f) => f.id === error?.field);

  function submit(event: FormEvent) {
    event.preventDefault();
    setSubmitted(true);
    if ("error" in plan) return;
    closeDialog();
    void runPlan(session, command.title, plan);
  }

  return (
    <form onSubmit={submit} className="form" noValidate>
      {fields.map((field) => (
        <FieldRow key={field.id} field={field} value={values[field.id] ?? ""}
          error={error?.field === field.id && (isSubmitted || values[field.id] !== field.initial) ? error.error : undefined}
          onChange={(value) => setValues({ ...values, [field.id]: value })} />
      ))}
      {error && !isOfField ? <p className="field-error" role="alert">{error.error}</p> : null}
      <KubectlPreview plan={plan} />
      <footer>
        <button type="button" className="button" onClick={closeDialog}>Cancel</button>
        <button type="submit" className={command.danger ? "button primary danger" : "button primary"}>{command.title}</button>
      </footer>
    </form>
  );
}

function KubectlPreview({ plan }: { readonly plan: Plan | { readonly error: string } }) {
  const text = "error" in plan ? "" : plan.kubectl.join("\n");
  return (
    <section className="kubectl-preview" aria-label="The same in a terminal">
      <span className="eyebrow">You could have typed</span>
      <div className="command-line">
        <pre>{text || <span className="muted">…</span>}</pre>
        {text ? <CopyButton text={text} /> : null}
      </div>
    </section>
  );
}
