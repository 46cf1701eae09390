/** The one place where something moves: motion that is not allowed is over at once, so callers need no second path. */

let allowed = true;

/** Switches all motion, e.g. while time runs faster than the eye. `prefers-reduced-motion` wins over it. */
export function allowMotion(isAllowed: boolean): void {
  allowed = isAllowed;
  document.documentElement.dataset["motion"] = isAllowed ? "on" : "off";
}

export function isMotionAllowed(): boolean {
  return allowed && !matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * Plays keyframes of transform and opacity (nothing else: those cost no layout) and calls `done` after it; without
 * motion calls `done` at once. Returns a function that stops it.
 */
export function animate(element: Element, keyframes: Keyframe[], options: KeyframeAnimationOptions, done?: () => void): () => void {
  if (!isMotionAllowed()) {
    done?.();
    return () => undefined;
  }
  const animation = element.animate(keyframes, { easing: "cubic-bezier(.3,.7,.2,1)", ...options });
  animation.onfinish = () => done?.();
  return () => animation.cancel();
}
