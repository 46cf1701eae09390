import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A titled part of the panel. */
export function Section({ title, children }: SectionProps) {
  return <section className="panel-section"><h3 className="eyebrow">{title}</h3>{children}</section>;
}

/** A line of a table of facts: what, and its value. */
export function Fact({ label, children, isMono }: { readonly label: ReactNode; readonly children: ReactNode; readonly isMono?: boolean }) {
  return <div className="fact"><dt>{label}</dt><dd className={isMono ? "mono" : undefined}>{children}</dd></div>;
}
