/** The language of the page: what the person chose on this device, or else the first that their browser prefers. */
import { deviceStorage } from './storage.ts';

/** The languages that the page is written in, by their own names. */
export const LANGUAGES = { en: 'English', tr: 'Türkçe' } as const;

export type Language = keyof typeof LANGUAGES;
/** `system`: as the browser prefers. */
export type LanguageChoice = Language | 'system';

const LANGUAGE_KEY = 'language';
const DEFAULT_LANGUAGE = 'en' satisfies Language;

const isLanguage = (text: string): text is Language => Object.hasOwn(LANGUAGES, text);

export function chosenLanguage(): LanguageChoice {
  const kept = deviceStorage.read(LANGUAGE_KEY) ?? '';
  return isLanguage(kept) ? kept : 'system';
}

/** Holds from the next load of the page on. */
export function chooseLanguage(choice: LanguageChoice): void {
  if (choice === 'system') deviceStorage.remove(LANGUAGE_KEY);
  else deviceStorage.write(LANGUAGE_KEY, choice);
}

/** Returns the language that the page should be in. */
export function wantedLanguage(): Language {
  const choice = chosenLanguage();
  if (choice !== 'system') return choice;
  const preferred = (globalThis.navigator?.languages ?? []).map((tag) => tag.split(/[-_@.]/)[0] ?? '');
  return preferred.find(isLanguage) ?? DEFAULT_LANGUAGE;
}
