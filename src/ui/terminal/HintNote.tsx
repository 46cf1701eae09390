import { Lightbulb, Play, X } from "lucide-react";
import type { Hint } from "../../terminal/hints.ts";
import { CopyButton } from "../shell/CopyButton.tsx";

/** What the page says to a command that failed; clearly not the voice of kubectl. */
export function HintNote({ hint, onRun, onClose }: { readonly hint: Hint; readonly onRun: (line: string) => void; readonly onClose: () => void }) {
  const { text, line } = hint;
  return (
    <div className="terminal-hint" role="status" aria-label="Hint of this page">
      <Lightbulb size={16} aria-hidden />
      <div>
        <p>{text}</p>
        {line === undefined ? null : (
          <p className="terminal-hint-line">
            <code>{line}</code>
            <button type="button" className="button primary" onClick={() => onRun(line)}><Play size={13} aria-hidden /> Run</button>
            <CopyButton text={line} label="Copy the line" />
          </p>
        )}
      </div>
      <button type="button" className="button plain icon" aria-label="Close the hint" onClick={onClose}><X size={15} aria-hidden /></button>
    </div>
  );
}
