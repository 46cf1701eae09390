import { CALCULATOR } from "../../ui/messages/calculator.ts";
import { CARDS, GALLERY } from "../../ui/messages/gallery.ts";
import { LEARN } from "../../ui/messages/learn.ts";
import type { Translation } from "../../ui/messages/translation.ts";
import { TROUBLE } from "../../ui/messages/trouble.ts";

const ENGLISH = { learn: LEARN, calculator: CALCULATOR, gallery: GALLERY, galleryWords: CARDS, trouble: TROUBLE };
const TRANSLATIONS = import.meta.glob<Translation>("../../ui/messages/translations/*.ts", { import: "TRANSLATION" });

export interface TranslationReport {
  readonly file: string;
  /** Keys that the page does not ask for, or asks for as another kind of thing. */
  readonly problems: readonly string[];
  /** Keys that are said in English. */
  readonly missing: readonly string[];
}

/** Compares the page's words in each language with the English ones. */
export async function checkTranslations(): Promise<readonly TranslationReport[]> {
  return await Promise.all(Object.entries(TRANSLATIONS).map(async ([path, load]) => ({ file: path.slice(path.lastIndexOf("/") + 1), ...compare(ENGLISH, await load()) })));
}

/** @param at of the keys, as far as they have been followed */
function compare(english: object, other: object, at = ""): { readonly problems: readonly string[]; readonly missing: readonly string[] } {
  const problems = Object.keys(other).filter((key) => !Object.hasOwn(english, key)).map((key) => `${at}${key} is no key of the page`);
  const missing: string[] = [];
  for (const [key, original] of Object.entries(english)) {
    const theirs: unknown = Object.hasOwn(other, key) ? Reflect.get(other, key) : undefined;
    if (theirs === undefined) missing.push(`${at}${key}`);
    else if (typeof theirs !== typeof original) problems.push(`${at}${key} must be a ${typeof original}`);
    else if (typeof theirs === "object" && theirs !== null) {
      const inner = compare(original as object, theirs, `${at}${key}.`);
      problems.push(...inner.problems);
      missing.push(...inner.missing);
    }
  }
  return { problems, missing };
}
