/** Messages that are found by their texts: what is searched for, and how a hit is shown. */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { placeFields } from './schemas.ts';
import { SEARCHED_TEXT_MAX_UNITS } from './text.ts';
import { searched } from './values.ts';

export const SearchedText = described(
  `Words, or parts of words: up to ${SEARCHED_TEXT_MAX_UNITS} characters. Case and accents do not count.`,
  searched(SEARCHED_TEXT_MAX_UNITS),
  ['ladder tomorrow'],
);

export const FoundMessage = named(
  'FoundMessage',
  'A message that was found by its text.',
  z.object({
    ...placeFields,
    excerpt: described(
      'The part of the text where the words stand, in pieces: put together, they are the excerpt. It begins or ends ' +
        'with … where the text was cut.',
      z.array(
        z.object({
          text: z.string(),
          found: described('True in a piece that was searched for.', z.optional(z.boolean())),
        }),
      ),
    ),
  }),
);
export type FoundMessage = z.infer<typeof FoundMessage>;
