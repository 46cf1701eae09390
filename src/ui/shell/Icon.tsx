const PATHS = {
  chevronDown: "M6 9l6 6 6-6",
  chevronUp: "M6 15l6-6 6 6",
  close: "M6 6l12 12M18 6L6 18",
  fileUp: "M6 3h8l4 4v14H6zM12 17.5v-7M9 13l3-3 3 3",
  fit: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  help: "M12 3a9 9 0 1 0 .01 0M9.4 9.3a2.7 2.7 0 1 1 3.8 2.5c-.8.4-1.2.9-1.2 1.9M12 16.9v.2",
  learn: "M12 6.5C9.5 4.6 6.5 4.2 3.5 4.5v13.6c3-.3 6 .1 8.5 2 2.5-1.9 5.5-2.3 8.5-2V4.5c-3-.3-6 .1-8.5 2v13.4",
  minus: "M5 12h14",
  monitor: "M3 5h18v11H3zM8.5 20h7M12 16v4",
  moon: "M20 14.5A8.3 8.3 0 1 1 9.5 4 6.5 6.5 0 0 0 20 14.5z",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  pause: "M7.5 5h2v14h-2zM14.5 5h2v14h-2z",
  play: "M7 4.5v15l12-7.5z",
  plus: "M12 5v14M5 12h14",
  restart: "M4 4.5v5h5M4.6 9.5A8 8 0 1 1 4 13.5",
  search: "M10.5 4a6.5 6.5 0 1 0 .01 0M15.3 15.3l5 5",
  shapes: "M12 3l4.3 7H7.7zM4 14h6.5v6.5H4zM17 13.8a3.3 3.3 0 1 0 .01 0",
  step: "M6 5v14l9-7zM18.5 5v14",
  sun: "M12 8a4 4 0 1 0 .01 0M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
} as const;

interface IconProps {
  readonly name: keyof typeof PATHS;
  readonly size: number;
}

const FILLED: ReadonlySet<string> = new Set(["play", "pause"]);

/**
 * The icons of what is seen at first, drawn here: the library that dialogs use would weigh as much as the timeline.
 * Without words; the control around it has a label.
 */
export function Icon({ name, size }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" fill={FILLED.has(name) ? "currentColor" : "none"} stroke="currentColor"
      strokeWidth={name === "more" ? 3 : 2} strokeLinecap="round" strokeLinejoin="round">
      <path d={PATHS[name]} />
    </svg>
  );
}
