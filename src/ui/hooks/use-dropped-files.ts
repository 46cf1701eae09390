import { useEffect, useState } from "react";

/** Takes files that are dropped on the page: see dropped-files.ts, which comes after the first picture. @returns true while a file hovers over the page */
export function useDroppedFiles(): boolean {
  const [isDragging, setDragging] = useState(false);
  useEffect(() => {
    let isOver = false;
    let end: (() => void) | undefined;
    // Where it cannot be loaded, files are chosen in the dialog.
    import("./dropped-files.ts").then(({ takeDroppedFiles }) => { if (!isOver) end = takeDroppedFiles(setDragging); }).catch(() => undefined);
    return () => {
      isOver = true;
      end?.();
    };
  }, []);
  return isDragging;
}
