/** The language of notifications: the one that the page is in. */
import { notifications } from '../src/words/tr/notifications.ts';
import { translate } from '../src/words/words.ts';

/** The worker is one file, and has the texts of all languages that it says anything in. */
const TRANSLATIONS = { tr: { language: 'tr', direction: 'ltr', rooms: { notifications } } } as const;

/** @param language BCP 47; English where it is unknown */
export const speak = (language = ''): void =>
  translate(Object.hasOwn(TRANSLATIONS, language) ? TRANSLATIONS[language as keyof typeof TRANSLATIONS] : undefined);
