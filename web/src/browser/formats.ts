/** Formats of dates and times (Intl), in the page's language and in the time zone where the person is now. */
import { shownLanguage } from './shown-language.ts';

/** The variant of a language where the browser prefers none. */
const VARIANTS: Readonly<Record<string, string>> = { en: 'en-GB' };

/**
 * Of the variants of the page's language that a person's browser prefers, dates follow the first one. Some browsers
 * report languages that `Intl` refuses, such as `en-US@posix`.
 */
function languages(): readonly string[] {
  const shown = shownLanguage();
  const preferred = (globalThis.navigator?.languages ?? []).filter((tag) => tag.split(/[-_@.]/)[0] === shown);
  return [...preferred, VARIANTS[shown] ?? shown];
}

/** Returns the format in the first of the languages that `Intl` knows. It stays in the time zone of now. */
export function createFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  for (const language of languages()) {
    try {
      return new Intl.DateTimeFormat(language, options);
    } catch {
      // The next one may do.
    }
  }
  return new Intl.DateTimeFormat(undefined, options);
}

const readTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

let zone = readTimeZone();

/** Returns the time zone as it was last looked at: looking costs too much for every date on the page. */
export const timeZone = (): string => zone;

/** Looks where the person is now: they may have travelled, or have set their clock. */
export function lookUpTimeZone(): string {
  zone = readTimeZone();
  return zone;
}

/** Returns a function that names the country of an ISO 3166 code; the code itself where the browser has no names. */
export function createCountryNames(): (code: string) => string {
  try {
    const names = new Intl.DisplayNames(shownLanguage(), { type: 'region', fallback: 'code' });
    return (code) => names.of(code) ?? code;
  } catch {
    return (code) => code;
  }
}
