import { expect, test } from "vitest";
import { translationNames } from "../../lessons/languages.ts";
import { chooseLanguage, inLanguage, languageName, languages } from "./language.ts";
import { LEARN } from "./learn.ts";

test("nothing is looked for after English, and a country's language is served by the plain one", () => {
  expect(translationNames(["de-AT", "fr", "en-GB", "es"])).toEqual(["de-AT", "de", "fr"]);
  expect(translationNames(["en-US", "de"])).toEqual([]);
});

test("the page speaks the language of the address where it has words for it, and English where it has none", async () => {
  const ENGLISH = inLanguage("learn", { next: "Next", mark: { nodes: "Mark the nodes.", others: "Mark the others." }, neverSaid: (n: number) => `${n} things` });
  expect([LEARN.next, ENGLISH.next]).toEqual(["Next", "Next"]);
  await chooseLanguage(new URLSearchParams("lang=xx"), ["en-US", "de"]);
  expect([languageName(), languages(), LEARN.next]).toEqual(["en", ["xx"], "Next"]);
  await chooseLanguage(new URLSearchParams("lang=de"), ["en-US"]);
  expect([languageName(), languages(), LEARN.next, LEARN.stepOf(1, 5)]).toEqual(["de", ["de"], "Weiter", "Schritt 1 von 5"]);
  // Key by key, inner keys too.
  expect([ENGLISH.mark.nodes, ENGLISH.mark.others, ENGLISH.neverSaid(3)]).toEqual(["Markiere die Nodes: im Bild oder hier.", "Mark the others.", "3 things"]);
});
