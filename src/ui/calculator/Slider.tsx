import { useId } from "react";

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly step?: number;
  /** The value as Kubernetes writes it, shown and read out. */
  readonly text: string;
  readonly onMove: (value: number) => void;
}

/** A number to play with, from 0 to `max`. */
export function Slider({ label, value, max, step = 1, text, onMove }: SliderProps) {
  const id = useId();
  return (
    <div className="slider">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="range" min={0} max={max} step={step} value={value} aria-valuetext={text} onChange={(e) => onMove(Number(e.target.value))} />
      <output htmlFor={id} className="number">{text}</output>
    </div>
  );
}
