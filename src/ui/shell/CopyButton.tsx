import { Check, Copy } from "lucide-react";
import { useState } from "react";

/** Copies `text`; says so by its mark and label until the pointer or focus leaves. */
export function CopyButton({ text, label = "Copy" }: { readonly text: string; readonly label?: string }) {
  const [isCopied, setCopied] = useState(false);
  const reset = () => setCopied(false);
  return (
    <button type="button" className="button plain icon copy" aria-label={isCopied ? "Copied" : label} title={label}
      onBlur={reset} onMouseLeave={reset}
      onClick={() => void copyText(text).then(setCopied)}>
      {isCopied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
    </button>
  );
}

/** True if it worked. Without the clipboard API (plain http, old frames) the browser's own command is tried. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    return isDone;
  }
}
