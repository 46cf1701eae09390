/**
 * Names under which a translation may be found, the best first: `de-AT` is also served by `de`. English comes with the
 * page, so nothing after it is looked for.
 * @param languages wanted, the best first, as browsers name them
 */
export function translationNames(languages: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const language of languages) {
    const [plain = language] = language.split("-");
    if (plain.toLowerCase() === "en") break;
    names.push(...(plain === language ? [language] : [language, plain]));
  }
  return [...new Set(names)];
}
