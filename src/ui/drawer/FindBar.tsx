import type { ReactNode } from "react";

interface FindBarProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly children?: ReactNode;
}

/** What narrows the tables below it. */
export function FindBar({ label, text, onText, children }: FindBarProps) {
  return (
    <div className="find-bar">
      <input type="search" aria-label={label} placeholder={label} value={text} onChange={(e) => onText(e.target.value)} />
      {children}
    </div>
  );
}

/** Whether every word that is looked for stands in one of these texts. */
export function hasWords(wanted: string, ...texts: readonly (string | undefined)[]): boolean {
  const all = texts.join(" ").toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}
