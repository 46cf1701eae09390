import { useId } from "react";
import type { Field } from "../commands/command.ts";

interface FieldRowProps {
  readonly field: Field;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

/** One question with its label, help and, if need be, what is wrong with the answer. */
export function FieldRow({ field, value, error, onChange }: FieldRowProps) {
  const id = useId();
  const described = [field.help ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  const shared = { id, value, "aria-invalid": error ? true : undefined, "aria-describedby": described || undefined } as const;
  return (
    <div className="field">
      <label htmlFor={id}>{field.label}</label>
      {field.type === "choice" ? (
        <select {...shared} onChange={(e) => onChange(e.target.value)}>
          {field.options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
        </select>
      ) : field.type === "lines" ? (
        <textarea {...shared} rows={Math.min(6, Math.max(2, value.split("\n").length))} placeholder={field.placeholder} required={field.required}
          spellCheck={false} onChange={(e) => onChange(e.target.value)} />
      ) : (
        <input {...shared} type="text" placeholder={field.placeholder} required={field.required} autoComplete="off" autoCapitalize="off" spellCheck={false}
          onChange={(e) => onChange(e.target.value)} />
      )}
      {field.help ? <p id={`${id}-help`} className="field-help">{field.help}</p> : null}
      {error ? <p id={`${id}-error`} className="field-error" role="alert">{error}</p> : null}
    </div>
  );
}
