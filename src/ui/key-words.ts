/** A key as it is written on keyboards. */
export function keyWords(key: string): string {
  return key === "Delete" ? "Del" : key === " " ? "Space" : key.length === 1 ? key.toUpperCase() : key;
}
