/** The language of the page, as a setting of this device. */
import {
  LANGUAGES,
  type Language,
  type LanguageChoice,
  chooseLanguage,
  chosenLanguage,
  wantedLanguage,
} from '../browser/language.ts';

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = LANGUAGES;

interface LanguageSetting {
  readonly choice: LanguageChoice;
  /** What the choice comes to in this browser. */
  readonly language: Language;
}

export const readLanguageSetting = (): LanguageSetting => ({ choice: chosenLanguage(), language: wantedLanguage() });

/** Loads the page again, in another language. Drafts, and what waits to be sent, outlive that. */
export function switchLanguage(choice: LanguageChoice): void {
  chooseLanguage(choice);
  location.reload();
}
