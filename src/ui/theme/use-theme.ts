import { useEffect } from "react";
import { useUi } from "../store.ts";

/** Puts the chosen theme on the document, and follows the system where that was chosen. */
export function useTheme(): void {
  const theme = useUi((s) => s.theme);
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const show = () => {
      document.documentElement.dataset["theme"] = theme === "system" ? (system.matches ? "dark" : "light") : theme;
    };
    show();
    system.addEventListener("change", show);
    return () => system.removeEventListener("change", show);
  }, [theme]);
}
