import "../theme/toast.css";
import { useEffect } from "react";
import { useUi } from "../store.ts";
import { Icon } from "./Icon.tsx";

const STAYS_MS = 6000;

/** One short notice; goes by itself, or at once by its button. */
export function Toast() {
  const toast = useUi((s) => s.toast);
  useEffect(() => {
    if (toast === undefined) return undefined;
    const timer = setTimeout(() => useUi.setState({ toast: undefined }), STAYS_MS);
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div className="toast-place" role="status">
      {toast === undefined ? null : (
        <p className="toast">{toast}
          <button type="button" className="button plain icon" aria-label="Dismiss" onClick={() => useUi.setState({ toast: undefined })}><Icon name="close" size={14} /></button>
        </p>
      )}
    </div>
  );
}
