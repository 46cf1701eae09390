/// <reference types="vite/types/importMeta.d.ts" />
import { translationNames } from "../../lessons/languages.ts";
import type { Translation } from "./translation.ts";

const TRANSLATIONS = import.meta.glob<Translation>("./translations/*.ts", { import: "TRANSLATION" });

/** Chosen once, before anything is drawn. */
const spoken: { languages: readonly string[]; name: string; words: Translation } = { languages: [], name: "en", words: {} };

/**
 * Loads the words of the first wanted language that there is a translation for; what it lacks stays English.
 * @param query of the address: `?lang=de` comes before what the browser wants
 */
export async function chooseLanguage(query: URLSearchParams, wanted: readonly string[]): Promise<void> {
  const asked = query.get("lang");
  spoken.languages = translationNames(asked === null ? wanted : [asked, ...wanted]);
  const name = spoken.languages.find((n) => Object.hasOwn(TRANSLATIONS, `./translations/${n}.ts`));
  if (name === undefined) return;
  // Without its words the page speaks English.
  const words = await TRANSLATIONS[`./translations/${name}.ts`]!().catch(() => undefined);
  if (words) Object.assign(spoken, { name, words });
}

/** What the reader wants, the best first; empty: English. */
export function languages(): readonly string[] {
  return spoken.languages;
}

/** The language of the page's own words. */
export function languageName(): string {
  return spoken.name;
}

/** Words that are the translation's where it has them, whenever they are read. */
export function inLanguage<T extends object>(part: keyof Translation, english: T): T {
  return over(english, () => spoken.words[part]);
}

function over<T extends object>(english: T, translated: () => object | undefined): T {
  return new Proxy(english, {
    get(target, key) {
      const original: unknown = Reflect.get(target, key);
      const at = translated();
      const other: unknown = at && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
      if (typeof original === "object" && original !== null) return over(original, () => (typeof other === "object" && other !== null ? other : undefined));
      return other ?? original;
    },
  });
}
