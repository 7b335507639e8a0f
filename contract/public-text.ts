/** The form of texts that everybody can read. */

import * as z from 'zod/mini';
import { strikeContacts } from './contacts.ts';
import { foundBy } from './fault.ts';
import { characterCount, textFault, textFaultWords } from './text.ts';

/** A text that everybody can read. Contacts are struck out of it, which may make it a little shorter or longer. */
export const publicText = (normalize: (text: string) => string, longest: number, isOptional = false) => {
  const find = (text: string) => (isOptional && text === '' ? undefined : textFault(text, longest));
  return z.string().check(
    z.overwrite((text: string) => {
      const normal = normalize(text);
      return find(normal) === undefined ? cut(strikeContacts(normal), longest) : normal;
    }),
    z.refine(
      (text: string) => !find(text),
      foundBy(find, (found) => `The text ${textFaultWords(found)}`),
    ),
  );
};

/** Struck contacts are short, and yet a text of many short ones may grow. */
const cut = (text: string, longest: number): string =>
  characterCount(text) > longest ? Array.from(text).slice(0, longest).join('') : text;

export const STRUCK_OUT = 'E-mail addresses, phone numbers and links are struck out.';
