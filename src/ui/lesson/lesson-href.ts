/** The address of a lesson, in the language that was asked for. */
export function lessonHref(id: string, { step, seed }: { readonly step?: string | undefined; readonly seed?: number | undefined } = {}): string {
  const lang = new URLSearchParams(location.search).get("lang");
  const more = Object.entries({ step, seed, lang: lang ?? undefined }).flatMap(([name, value]) => (value === undefined ? [] : [`&${name}=${encodeURIComponent(value)}`]));
  return `?lesson=${id}${more.join("")}`;
}
