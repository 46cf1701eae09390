/** Frames to wait for: its code may still be on its way. */
const MOST_FRAMES = 60;

/** Puts the focus into the inspector, as soon as it is drawn and the dialog before it is gone. */
export function focusInspector(frames = MOST_FRAMES): void {
  requestAnimationFrame(() => {
    const close = document.querySelector<HTMLElement>(".inspector [aria-label='Close details']");
    if (close) close.focus();
    else if (frames > 0) focusInspector(frames - 1);
  });
}
