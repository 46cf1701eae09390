import { useEffect, useState } from "react";
import { openDialog } from "../store.ts";

/** Files dropped anywhere on the page open the apply dialog with their text. @returns true while a file hovers over the page */
export function useDroppedFiles(): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    const hasFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
    const onOver = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      setDragging(true);
    };
    const onLeave = (e: DragEvent) => {
      if (e.relatedTarget === null) setDragging(false);
    };
    const onDrop = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      setDragging(false);
      const files = [...(e.dataTransfer?.files ?? [])];
      const taker = e.target instanceof Element ? e.target.closest("[data-takes-files]") : null;
      if (taker) return void taker.dispatchEvent(new CustomEvent("dropped-files", { detail: files }));
      void Promise.all(files.map((f) => f.text())).then((texts) => openDialog({ kind: "apply", text: texts.join("\n---\n") }));
    };
    document.addEventListener("dragover", onOver);
    document.addEventListener("dragleave", onLeave);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("dragover", onOver);
      document.removeEventListener("dragleave", onLeave);
      document.removeEventListener("drop", onDrop);
    };
  }, []);
  return isDragging;
}
