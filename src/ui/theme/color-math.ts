/** Colour measurements for the token test: WCAG contrast, and CIEDE2000 after simulated colour-vision deficiency. */
export type Vision = "normal" | "protan" | "deutan" | "tritan";

type Triple = readonly [number, number, number];

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const SIMULATION: Readonly<Record<Vision, readonly [Triple, Triple, Triple]>> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** WCAG 2 contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** CIEDE2000 difference of two `#rrggbb` colours as somebody with `vision` sees them. Below 10 is risky for small marks. */
export function difference(a: string, b: string, vision: Vision): number {
  return deltaE2000(lab(simulate(a, vision)), lab(simulate(b, vision)));
}

function linearOf(hex: string): Triple {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function dot(row: Triple, c: Triple): number {
  return row[0] * c[0] + row[1] * c[1] + row[2] * c[2];
}

function luminance(hex: string): number {
  return dot([0.2126, 0.7152, 0.0722], linearOf(hex));
}

function simulate(hex: string, vision: Vision): Triple {
  const c = linearOf(hex);
  const m = SIMULATION[vision];
  const clamp = (v: number) => Math.min(1, Math.max(0, v));
  return [clamp(dot(m[0], c)), clamp(dot(m[1], c)), clamp(dot(m[2], c))];
}

function lab(c: Triple): Triple {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f(dot([0.4124564, 0.3575761, 0.1804375], c) / 0.95047);
  const y = f(dot([0.2126729, 0.7151522, 0.072175], c));
  const z = f(dot([0.0193339, 0.119192, 0.9503041], c) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const RAD = Math.PI / 180;
const cosDeg = (d: number) => Math.cos(d * RAD);
const hueOf = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RAD + 360) % 360);
const fade = (c: number) => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));

function deltaE2000(p: Triple, q: Triple): number {
  const g = 0.5 * (1 - fade((Math.hypot(p[1], p[2]) + Math.hypot(q[1], q[2])) / 2));
  const [a1, a2] = [(1 + g) * p[1], (1 + g) * q[1]];
  const [c1, c2] = [Math.hypot(a1, p[2]), Math.hypot(a2, q[2])];
  const [h1, h2] = [hueOf(a1, p[2]), hueOf(a2, q[2])];
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dL = q[0] - p[0];
  const dC = c2 - c1;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * RAD);
  const l = (p[0] + q[0]) / 2;
  const c = (c1 + c2) / 2;
  const h = grey ? h1 + h2 : Math.abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : ((h1 + h2 + 360) / 2) % 360;
  const t = 1 - 0.17 * cosDeg(h - 30) + 0.24 * cosDeg(2 * h) + 0.32 * cosDeg(3 * h + 6) - 0.2 * cosDeg(4 * h - 63);
  const sL = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sC = 1 + 0.045 * c;
  const sH = 1 + 0.015 * c * t;
  const rT = -Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * RAD) * 2 * fade(c);
  return Math.sqrt((dL / sL) ** 2 + (dC / sC) ** 2 + (dH / sH) ** 2 + rT * (dC / sC) * (dH / sH));
}
