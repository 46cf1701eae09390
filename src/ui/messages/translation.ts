import type { GalleryWords } from "../../lessons/gallery-words.ts";
import type { CALCULATOR } from "./calculator.ts";
import type { GALLERY } from "./gallery.ts";
import type { LEARN } from "./learn.ts";
import type { TROUBLE } from "./trouble.ts";

/** The same keys, each of them optional; a text is a text, a sentence with blanks a function of the same blanks. */
type Said<T> = { readonly [K in keyof T]?: T[K] extends string ? string : T[K] extends (...args: infer A) => string ? (...args: A) => string : Said<T[K]> };

/** One language: a file of `translations/`, named as browsers name it. A key that it lacks is said in English. */
export interface Translation {
  readonly learn?: Said<typeof LEARN>;
  readonly calculator?: Said<typeof CALCULATOR>;
  readonly gallery?: Said<typeof GALLERY>;
  readonly galleryWords?: Said<GalleryWords>;
  readonly trouble?: Said<typeof TROUBLE>;
}
