import { useEffect, useId, useRef, useState } from "react";
import type { ReactNode } from "react";

interface PopoverProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly triggerClass: string;
  readonly triggerTitle?: string;
  readonly place: "below" | "above";
  readonly children: ReactNode;
  readonly onOpen?: () => void;
}

/** A small panel at its button. Escape, a click elsewhere and moving the focus away close it. */
export function Popover({ label, trigger, triggerClass, triggerTitle, place, children, onOpen }: PopoverProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();

  useEffect(() => {
    if (!isOpen) return undefined;
    const onPointer = (e: PointerEvent) => {
      if (!root.current?.contains(e.target as globalThis.Node)) setOpen(false);
    };
    const onKey = (e: KeyboardEvent) => {
      if (e.key !== "Escape") return;
      e.stopPropagation();
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey, true);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey, true);
    };
  }, [isOpen]);

  return (
    <span className="popover-root" ref={root}>
      <button ref={button} type="button" className={triggerClass} title={triggerTitle} aria-expanded={isOpen} aria-controls={isOpen ? id : undefined}
        onClick={() => { if (!isOpen) onOpen?.(); setOpen(!isOpen); }}>{trigger}</button>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It may scroll, so it must be reached by key. */}
      {isOpen ? <div id={id} className={`popover ${place}`} role="dialog" aria-label={label} tabIndex={0}>{children}</div> : null}
    </span>
  );
}
