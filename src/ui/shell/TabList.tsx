import type { KeyboardEvent } from "react";

interface TabListProps<Id extends string> {
  readonly label: string;
  /** Prefix of the ids: the panel is `<name>-panel`, labelled by `<name>-tab-<id>`. */
  readonly name: string;
  /** `mark`: a word that a dot behind the label stands for. */
  readonly tabs: readonly { readonly id: Id; readonly label: string; readonly count?: number; readonly mark?: string }[];
  readonly selected: Id;
  /** Whether the panel is drawn now. */
  readonly hasPanel: boolean;
  readonly onSelect: (id: Id) => void;
}

/** Tabs with one stop for Tab; left and right go through them. */
export function TabList<Id extends string>({ label, name, tabs, selected, hasPanel, onSelect }: TabListProps<Id>) {
  function onKeyDown(event: KeyboardEvent) {
    const at = tabs.findIndex((t) => t.id === selected);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!tab) return;
    event.preventDefault();
    onSelect(tab.id);
    document.getElementById(`${name}-tab-${tab.id}`)?.focus();
  }
  return (
    <div className="tabs" role="tablist" aria-label={label}>
      {tabs.map((tab) => (
        <button key={tab.id} type="button" role="tab" id={`${name}-tab-${tab.id}`} aria-selected={tab.id === selected} aria-controls={hasPanel ? `${name}-panel` : undefined}
          tabIndex={tab.id === selected ? 0 : -1} onKeyDown={onKeyDown} onClick={() => onSelect(tab.id)}>
          {tab.label}{tab.count ? <span className="count">{tab.count}</span> : null}{tab.mark ? <span className="tab-mark" title={tab.mark}><span className="visually-hidden">{tab.mark}</span></span> : null}
        </button>
      ))}
    </div>
  );
}
