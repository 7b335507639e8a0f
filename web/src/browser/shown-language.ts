/** The language that the page, or its worker, is in. */

/** BCP 47. */
let shown = 'en';

export const shownLanguage = (): string => shown;

export function setShownLanguage(language: string): void {
  shown = language;
}
