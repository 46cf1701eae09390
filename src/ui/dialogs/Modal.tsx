import "../theme/dialogs.css";
import { X } from "lucide-react";
import { useEffectEvent, useId, useLayoutEffect, useRef } from "react";
import type { ReactNode } from "react";

interface ModalProps {
  readonly title: string;
  readonly wide?: boolean;
  /** At the edge, where there is room, with the picture in full sight: it shows what would happen. */
  readonly isBeside?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog: the browser's own, so Escape, focus and the background are its business. On a phone it fills the width. */
export function Modal({ title, wide, isBeside, onClose, children }: ModalProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const close = useEffectEvent(onClose);
  // In layout effects: when ordinary ones end, the element is gone, and a dialog that is not closed gives no focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return undefined;
    const onCancel = (e: Event) => {
      e.preventDefault();
      close();
    };
    const onMouseDown = (e: MouseEvent) => {
      if (e.target === dialog) close();
    };
    dialog.addEventListener("cancel", onCancel);
    dialog.addEventListener("mousedown", onMouseDown);
    if (!dialog.open) dialog.showModal();
    // The browser would focus the close button; what the dialog asks for comes first.
    firstOf(dialog)?.focus();
    return () => {
      dialog.removeEventListener("cancel", onCancel);
      dialog.removeEventListener("mousedown", onMouseDown);
      dialog.close();
    };
  }, []);
  return (
    <dialog ref={ref} className={wide ? "modal wide" : isBeside ? "modal beside" : "modal"} aria-labelledby={titleId}>
      <div className="modal-body">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="button plain icon" aria-label="Close" onClick={onClose}><X size={16} aria-hidden /></button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** What is asked first; of radio buttons the one that is chosen. */
function firstOf(dialog: HTMLDialogElement): HTMLElement | null {
  const first = dialog.querySelector<HTMLElement>("[data-first]") ?? dialog.querySelector<HTMLElement>("input:not([hidden]), select, textarea, [contenteditable=true]") ?? dialog.querySelector<HTMLElement>("[type=submit]");
  return first?.closest("[role=radiogroup]")?.querySelector<HTMLElement>(":checked") ?? first;
}
