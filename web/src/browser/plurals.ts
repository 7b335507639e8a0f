/** Forms of words that follow a number (Intl.PluralRules). */

/** The form of each category of the language. `other` always exists. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }>;

/** @returns a function that chooses the form for a count */
export function createPlurals(language: string): (count: number, forms: Forms) => string {
  const rules = createRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}

/** A browser without the rules of a language tells one from many. */
function createRules(language: string): Pick<Intl.PluralRules, 'select'> {
  try {
    return new Intl.PluralRules(language);
  } catch {
    return { select: (count) => (count === 1 ? 'one' : 'other') };
  }
}
