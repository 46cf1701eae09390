import { openDialog } from "../store.ts";

/**
 * Files dropped anywhere on the page open the apply dialog with their text.
 * @param onDragging told whether a file hovers over the page
 * @returns ends it
 */
export function takeDroppedFiles(onDragging: (isDragging: boolean) => void): () => void {
  const hasFiles = (e: DragEvent) => e.dataTransfer?.types.includes("Files") ?? false;
  const onOver = (e: DragEvent) => {
    if (!hasFiles(e)) return;
    e.preventDefault();
    onDragging(true);
  };
  const onLeave = (e: DragEvent) => {
    if (e.relatedTarget === null) onDragging(false);
  };
  const onDrop = (e: DragEvent) => {
    if (!hasFiles(e)) return;
    e.preventDefault();
    onDragging(false);
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
}
