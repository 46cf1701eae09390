/** A field of a node as one text. By itself: the picture needs it at once, what fills the light does not. */
export function fieldKey(nodeName: string, path: string): string {
  return `${nodeName} ${path}`;
}
