/** The schemas of single values, and of the parameters and pages of lists. */

import * as z from 'zod/mini';
import { described } from './described.ts';
import { type Fault, foundBy } from './fault.ts';
import {
  ABOUT_MAX_CHARACTERS,
  BODY_MAX_CHARACTERS,
  NAME_PREFIX_MAX_UNITS,
  REASON_MAX_CHARACTERS,
  normalizeText,
  textFault,
  textFaultWords,
} from './text.ts';
import { USER_NAME, USER_NAME_MAX_CHARACTERS, USER_NAME_MIN_CHARACTERS, USER_NAME_PREFIX } from './user-name.ts';

/** Returns the schema of an integer in a query or path, where every value is text. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z.pipe(
    z.union([z.string().check(z.regex(/^[0-9]{1,15}$/)), z.number()], 'Must be a whole number'),
    z.coerce.number<string | number>().check(z.int(), z.minimum(minimum), z.maximum(maximum)),
  );

/** Highest seq: fifteen digits, well within the integers that a double holds exactly. */
const SEQ_MAX = 999_999_999_999_999;
export const seqParameter = wholeNumber(0, SEQ_MAX);
export const generationParameter = wholeNumber(1, SEQ_MAX);
/** How far a conversation goes or was read. 0: not at all. */
export const Seq = z.int().check(z.minimum(0), z.maximum(SEQ_MAX));
/** Which timeline of a log an entry is of. */
export const Generation = z.int().check(z.minimum(1), z.maximum(SEQ_MAX));
/** The seq of an entry. */
export const EntrySeq = Seq.check(z.minimum(1));
export const Timestamp = described(
  'RFC 3339, in UTC, with milliseconds. Only for display: order by `seq`.',
  z.iso.datetime(),
  ['2026-03-01T09:30:00.000Z'],
);

export const UserName = described(
  'A user name.',
  z
    .string()
    .check(
      z.regex(
        USER_NAME,
        `Must be ${USER_NAME_MIN_CHARACTERS} to ${USER_NAME_MAX_CHARACTERS} characters: a to z, 0 to 9, - and _, ` +
          'starting with a letter or a digit',
      ),
    ),
  ['bob'],
);
/** A user name in a path. A malformed name is not found, like a name without a user. */
export const userNameParameter = described('A user name.', z.string(), ['bob']);
/** A message's id in a path. A malformed id is not found, either. */
export const messageIdParameter = described("A message's id: `<conversation>.<seq>`.", z.string(), ['alice~bob.42']);

/**
 * Returns the schema of a text that is stored in a normal form and may have a fault then.
 * @param words say the fault in English
 */
export const normalized = (
  normalize: (text: string) => string,
  find: (text: string) => Fault | undefined,
  words = (found: Fault) => `The text ${textFaultWords(found)}`,
) =>
  z.string().check(
    z.overwrite(normalize),
    z.refine((text: string) => !find(text), foundBy(find, words)),
  );

/** The text of a message that may have none, since it has attachments. */
export const BodyOrNone = described(
  `The text: up to ${BODY_MAX_CHARACTERS} characters (Unicode code points), stored trimmed, in NFC, lines ended by ` +
    '\\n. Empty only beside attachments.',
  normalized(normalizeText, (text) => (text === '' ? undefined : textFault(text))),
  ['I need help!'],
);
export const Reason = described(
  `The reason: 1 to ${REASON_MAX_CHARACTERS} characters.`,
  normalized(normalizeText, (text) => textFault(text, REASON_MAX_CHARACTERS)),
  ['Asks for money.'],
);
export const About = described(
  `What a person says about themselves: up to ${ABOUT_MAX_CHARACTERS} characters. May be empty.`,
  normalized(normalizeText, (text) => (text === '' ? undefined : textFault(text, ABOUT_MAX_CHARACTERS))),
  ['Carpenter in Lisbon'],
);

export const userNamePrefix = z.optional(
  described(
    'Only names with this prefix.',
    z.string().check(z.regex(USER_NAME_PREFIX, 'Must be the start of a user name')),
    ['bo'],
  ),
);

/** Returns the schema of a text that is searched for. @param longest in UTF-16 units */
export const searched = (longest: number) =>
  z
    .string()
    .check(z.minLength(1), z.maxLength(longest))
    // oxlint-disable-next-line no-control-regex
    .check(z.regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'Must have no control characters'));

export const namePrefix = z.optional(
  described(
    `Words of names, or their beginnings: up to ${NAME_PREFIX_MAX_UNITS} characters.`,
    searched(NAME_PREFIX_MAX_UNITS),
    ['durand zo'],
  ),
);

export const EntryId = described(
  '`<conversation>.<seq>`. A conversation is the two names, sorted, joined by `~`.',
  z.string(),
  ['alice~bob.42'],
);

/** Returns the schema of a page of a list. */
export const pageOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({
    items: z.array(item),
    next: z.optional(described('The `cursor` of the next page. Absent on the last page.', z.string())),
  });

/** @param usual the limit where the client gives none */
export const limitUpTo = (most: number, usual: string | number) =>
  described(`How many at most. The default is ${usual}.`, z.optional(wholeNumber(1, most)), [20]);

export const cursorOf = (longest: number) =>
  described('The `next` of the previous page, unchanged.', z.optional(z.string().check(z.maxLength(longest))));

/** The parameters that every list takes. */
export const paging = { limit: limitUpTo(100, 50), cursor: cursorOf(500) };
