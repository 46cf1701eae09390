import type { ITheme } from "@xterm/xterm";

/** The colours of the page as a terminal wants them; read from the custom properties, so a theme is one place. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    background: color("surface"), foreground: color("ink"), cursor: color("accent"), cursorAccent: color("surface"),
    selectionBackground: color("accent-ring"), selectionInactiveBackground: color("accent-ring"),
    scrollbarSliderBackground: color("hairline"), scrollbarSliderHoverBackground: color("border"), scrollbarSliderActiveBackground: color("border-control"),
    overviewRulerBorder: "transparent",
    black: color("ink-2"), brightBlack: color("ink-3"), white: color("ink"), brightWhite: color("ink"),
    red: color("failed-ink"), brightRed: color("failed-ink"), yellow: color("pending-ink"), brightYellow: color("pending-ink"),
    blue: color("accent"), brightBlue: color("accent"), cyan: color("ready-ink"), brightCyan: color("ready-ink"),
    green: color("ready-ink"), brightGreen: color("ready-ink"), magenta: color("owner-deployment"), brightMagenta: color("owner-deployment"),
  };
}

/** Waits for the font: a terminal measures it once, and would clip letters of another one. */
export async function loadTerminalFont(): Promise<void> {
  // A page without its fonts (a blocked request) still gets its terminal.
  await document.fonts.load(`13px ${terminalFont()}`).catch(() => undefined);
}

/** The page's font for code. */
export function terminalFont(): string {
  return getComputedStyle(document.documentElement).getPropertyValue("--mono").trim();
}

/** Calls back when the page's theme changes. @returns ends it */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}
