/** The form of texts that everybody can read. */

import * as z from 'zod/mini';
import { strikeContacts } from './contacts.ts';
import { characterCount, textProblem } from './text.ts';

/** A text that everybody can read. Contacts are struck out of it, which may make it a little shorter or longer. */
export const publicText = (normalize: (text: string) => string, longest: number, isOptional = false) => {
  const problem = (text: string) => (isOptional && text === '' ? undefined : textProblem(text, longest));
  return z.string().check(
    z.overwrite((text: string) => {
      const normal = normalize(text);
      return problem(normal) === undefined ? cut(strikeContacts(normal), longest) : normal;
    }),
    z.refine((text: string) => problem(text) === undefined, {
      error: (issue) => `The text ${problem(String(issue.input))}`,
    }),
  );
};

/** Struck contacts are short, and yet a text of many short ones may grow. */
const cut = (text: string, longest: number): string =>
  characterCount(text) > longest ? Array.from(text).slice(0, longest).join('') : text;

export const STRUCK_OUT = 'E-mail addresses, phone numbers and links are struck out.';
