import { GALLERY_WORDS } from "../../lessons/gallery-words.ts";
import { inLanguage } from "./language.ts";

/** What the gallery says beside the words of its cards. */
export const GALLERY = inLanguage("gallery", {
  title: "What runs as a DaemonSet",
  intro: "The twelve products of the guide's table. Each manifest says in comments why a field is there.",
  whyEach: "Why one per node",
  notice: "What to notice",
  run: "Run it here",
  running: "Applying…",
  remove: "Remove",
  removing: "Removing…",
  manifest: "Manifest",
  showNodes: "Show its nodes",
  showField: "See the field",
  notHere: "not in this cluster",
  state: (available: number, desired: number) => (desired === 0 ? "wanted on no node so far" : `available on ${available} of ${desired} ${desired === 1 ? "node" : "nodes"}`),
  leaving: "being removed",
  next: "Next",
  nextDo: "Do it",
  of: (product: string) => `(${product})`,
} as const);

/** Of the uses and the cards. */
export const CARDS = inLanguage("galleryWords", GALLERY_WORDS);
