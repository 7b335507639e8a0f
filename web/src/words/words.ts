/**
 * The texts of the page. Each room has a file of English texts here, which is loaded with the code that shows them, so
 * English costs no request. Another language is one file, loaded before the page is drawn: its texts then take the
 * place of the English ones. So a text has to be read while something is drawn, and never when a module is loaded.
 * What a text mentions is isolated, so that a name in Hebrew does not turn the order of an English sentence.
 */
import { setShownLanguage } from '../browser/shown-language.ts';
import { isolated } from './isolated.ts';

/** All texts of a language, by room. */
export interface Translation {
  /** BCP 47. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly rooms: Readonly<Record<string, object>>;
}

interface Room {
  readonly shown: object;
  readonly english: object;
}

const loaded = new Map<string, Room>();
let translation: Translation | undefined;

/** @returns the texts of a room, in the language of the page */
export function inLanguage<W extends object>(room: string, english: W): Readonly<W> {
  const shown = isolating({ ...english, ...translation?.rooms[room] });
  loaded.set(room, { shown, english });
  return shown;
}

/** Returns the texts of a room, with functions that isolate what they are given. */
const isolating = <W extends object>(room: W): W =>
  Object.fromEntries(
    Object.entries(room).map(([name, text]: [string, unknown]) => [
      name,
      typeof text === 'function'
        ? (...mentioned: readonly unknown[]): unknown =>
            text(...mentioned.map((each) => (typeof each === 'string' ? isolated(each) : each)))
        : text,
    ]),
  ) as W;

/** Shows the page in another language. @param next undefined for English */
export function translate(next: Translation | undefined): void {
  translation = next;
  setShownLanguage(next?.language ?? 'en');
  for (const [room, { shown, english }] of loaded)
    Object.assign(shown, isolating({ ...english, ...next?.rooms[room] }));
}
