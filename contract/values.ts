/** What the things the API speaks of are made of, and what its lists take and answer. */

import * as z from 'zod/mini';
import { described } from './described.ts';
import {
  ABOUT_MAX_CHARACTERS,
  BODY_MAX_CHARACTERS,
  NAME_MAX_CHARACTERS,
  REASON_MAX_CHARACTERS,
  nameProblem,
  normalizeName,
  normalizeText,
  textProblem,
} from './text.ts';
import { USER_NAME, USER_NAME_MAX_CHARACTERS, USER_NAME_MIN_CHARACTERS, USER_NAME_PREFIX } from './user-name.ts';

/** A whole number in a query or path, where everything is text. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z.pipe(
    z.union([z.string().check(z.regex(/^[0-9]{1,15}$/)), z.number()], 'Must be a whole number'),
    z.coerce.number<string | number>().check(z.int(), z.minimum(minimum), z.maximum(maximum)),
  );

/** Highest seq: fifteen digits, well inside the integers a double holds exactly. */
const SEQ_MAX = 999_999_999_999_999;
export const seqParameter = wholeNumber(0, SEQ_MAX);
/** How far a conversation goes or was read; 0: not at all. */
export const Seq = z.int().check(z.minimum(0), z.maximum(SEQ_MAX));
/** One entry. */
export const EntrySeq = Seq.check(z.minimum(1));
export const Timestamp = described(
  'RFC 3339, in UTC, with milliseconds. Only for display: order is by `seq`.',
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
        `Must be ${USER_NAME_MIN_CHARACTERS} to ${USER_NAME_MAX_CHARACTERS} characters long: a to z, 0 to 9, - and _, ` +
          'beginning with a letter or a digit',
      ),
    ),
  ['bob'],
);
/** A user name in a path: what can be none is not found, like a name nobody has. */
export const userNameParameter = described('A user name.', z.string(), ['bob']);
/** A message's id in a path, likewise. */
export const messageIdParameter = described("A message's id: `<conversation>.<seq>`.", z.string(), ['alice~bob.42']);

const normalized = (normalize: (text: string) => string, problem: (text: string) => string | undefined) =>
  z.string().check(
    z.overwrite(normalize),
    z.refine((text: string) => problem(text) === undefined, {
      error: (issue) => `The text ${problem(String(issue.input))}`,
    }),
  );

/** A message's text, as it is stored: see `core/text.ts`. */
export const Body = described(
  `The text, 1 to ${BODY_MAX_CHARACTERS} characters (Unicode code points). It is stored trimmed, in NFC, its lines ended by \\n.`,
  normalized(normalizeText, textProblem),
  ['I need help!'],
);
export const Reason = described(
  `Why it is reported, 1 to ${REASON_MAX_CHARACTERS} characters.`,
  normalized(normalizeText, (text) => textProblem(text, REASON_MAX_CHARACTERS)),
  ['Asks for money.'],
);
export const DisplayName = described(
  `The name others see, 1 to ${NAME_MAX_CHARACTERS} characters on one line.`,
  normalized(normalizeName, nameProblem),
  ['Bob B.'],
);
export const About = described(
  `What a person says of themselves, up to ${ABOUT_MAX_CHARACTERS} characters; nothing, too.`,
  normalized(normalizeText, (text) => (text === '' ? undefined : textProblem(text, ABOUT_MAX_CHARACTERS))),
  ['Carpenter in Lisbon'],
);

export const userNamePrefix = z.optional(
  described(
    'Only names that begin so.',
    z.string().check(z.regex(USER_NAME_PREFIX, 'Must be the beginning of a user name')),
    ['bo'],
  ),
);

export const EntryId = described(
  '`<conversation>.<seq>`; a conversation is the two names, sorted, joined by `~`.',
  z.string(),
  ['alice~bob.42'],
);

/** A page of a list. */
export const pageOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({
    items: z.array(item),
    next: z.optional(described('Where there is more: the `cursor` of the following page.', z.string())),
  });

export const limitUpTo = (most: number, usual: string | number) =>
  described(`How many at most; ${usual} unless said otherwise.`, z.optional(wholeNumber(1, most)), [20]);

export const cursorOf = (longest: number) =>
  described('The `next` of the page before, unchanged.', z.optional(z.string().check(z.maxLength(longest))));

/** The parameters every list takes. */
export const paging = { limit: limitUpTo(100, 50), cursor: cursorOf(500) };
