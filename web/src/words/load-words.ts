/** Loads the texts of the person's language, before anything is drawn. */
import { type Language, wantedLanguage } from '../browser/language.ts';
import { type Translation, translate } from './words.ts';

/** English is part of the page. */
const TRANSLATIONS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Translation>>> = {
  tr: async () => (await import('./tr/catalog.ts')).turkish,
};

/**
 * Calls `draw` once the texts are there: at once for English. Where they cannot be loaded, the page is in English.
 * @param draw draws the page for the first time
 */
export function withWords(draw: () => void): void {
  const language = wantedLanguage();
  if (language === 'en') draw();
  else
    TRANSLATIONS[language]()
      .then(show, () => undefined)
      .then(draw, draw);
}

function show(translation: Translation): void {
  translate(translation);
  const root = document.documentElement;
  root.lang = translation.language;
  root.dir = translation.direction;
}
