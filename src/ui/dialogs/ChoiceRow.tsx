import type { KeyboardEvent } from "react";
import type { Field } from "../commands/command.ts";

type ChoiceField = Extract<Field, { readonly type: "choice" }>;

interface ChoiceRowProps {
  readonly id: string;
  readonly field: ChoiceField;
  readonly value: string;
  readonly isInvalid: boolean;
  readonly describedBy: string | undefined;
  /** id of the form that it belongs to, where it does not stand in it. */
  readonly form: string | undefined;
  readonly onChange: (value: string) => void;
}

/** So many answers are all shown at once. */
const MOST_RADIOS = 4;

/** Whether a choice shows all its answers: then its label is not that of one control but of a group. */
export function isRadioGroup(field: ChoiceField): boolean {
  return field.options.length <= MOST_RADIOS;
}

/** One of several answers: all in sight if they are few, else a list. Enter submits in both, as in any other field. */
export function ChoiceRow({ id, field, value, isInvalid, describedBy, form, onChange }: ChoiceRowProps) {
  const shared = { "aria-invalid": isInvalid || undefined, "aria-describedby": describedBy } as const;
  if (!isRadioGroup(field)) {
    return (
      <select id={id} value={value} form={form} {...shared} onKeyDown={submitOnEnter} onChange={(e) => onChange(e.target.value)}>
        {field.options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
      </select>
    );
  }
  return (
    <div className={field.options.every((o) => o.label.length < 12) ? "radios in-line" : "radios"} role="radiogroup" aria-labelledby={`${id}-label`} {...shared}>
      {field.options.map((o) => (
        <label key={o.value} className="radio">
          <input type="radio" name={id} value={o.value} form={form} checked={o.value === value} onChange={() => onChange(o.value)} />
          <span>{o.label}</span>
        </label>
      ))}
    </div>
  );
}

/** Browsers submit on Enter from every field but a list. */
function submitOnEnter(event: KeyboardEvent<HTMLSelectElement>): void {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.currentTarget.form?.requestSubmit();
}
