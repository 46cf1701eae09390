import { useUi } from "../store.ts";

const SPEEDS = [0.05, 0.25, 0.5, 1, 2, 4, 10, 30, 100];

/** `Story` shows each decision for as long as it takes to read it and hurries through the waiting; the others are plain. */
export function SpeedMenu() {
  const pace = useUi((s) => s.pace);
  return (
    <label className="speed">
      <span className="visually-hidden">Speed</span>
      <select value={`${pace}`} onChange={(e) => useUi.setState({ pace: e.target.value === "story" ? "story" : Number(e.target.value) })}>
        <option value="story">Story</option>
        {SPEEDS.map((s) => <option key={s} value={s}>{s}×</option>)}
      </select>
    </label>
  );
}
