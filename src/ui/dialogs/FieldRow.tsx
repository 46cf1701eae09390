import { useId } from "react";
import type { Field } from "../commands/command.ts";
import { ChoiceRow, isRadioGroup } from "./ChoiceRow.tsx";

interface FieldRowProps {
  readonly field: Field;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
  /** id of the form that it belongs to, where it does not stand in it. */
  readonly form?: string;
}

/** One question with its label, help and, if need be, what is wrong with the answer. */
export function FieldRow({ field, value, error, onChange, form }: FieldRowProps) {
  const id = useId();
  const described = [field.help ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ") || undefined;
  const shared = { id, value, form, "aria-invalid": error ? true : undefined, "aria-describedby": described, spellCheck: false } as const;
  return (
    <div className="field">
      {field.type === "choice" && isRadioGroup(field) ? <span id={`${id}-label`} className="field-label">{field.label}</span> : <label className="field-label" htmlFor={id}>{field.label}</label>}
      {field.type === "choice" ? (
        <ChoiceRow id={id} field={field} value={value} isInvalid={error !== undefined} describedBy={described} form={form} onChange={onChange} />
      ) : field.type === "lines" ? (
        <textarea {...shared} rows={Math.min(6, Math.max(2, value.split("\n").length))} placeholder={field.placeholder} required={field.required}
          onChange={(e) => onChange(e.target.value)} />
      ) : (
        <input {...shared} type="text" placeholder={field.placeholder} required={field.required} autoComplete="off" autoCapitalize="off"
          onChange={(e) => onChange(e.target.value)} />
      )}
      {field.help ? <p id={`${id}-help`} className="field-help">{field.help}</p> : null}
      {error ? <p id={`${id}-error`} className="field-error" role="alert">{error}</p> : null}
    </div>
  );
}
