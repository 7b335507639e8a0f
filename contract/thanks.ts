/** The schemas of help that was given: who helped, and what they are thanked for. */

import * as z from 'zod/mini';
import { described, named } from './described.ts';
import { fault } from './fault.ts';
import { STRUCK_OUT, publicText } from './public-text.ts';
import { normalizeName } from './text.ts';
import { Timestamp, UserName, pageOf } from './values.ts';

export const THANK_YOU_MAX_CHARACTERS = 200;
/** Helpers that the owner of a post names at most. */
export const HELPERS_MAX = 10;
/** Helpers that the owner of a post counts, without naming them, at most. */
export const OTHERS_HELPED_MAX = 100;
/** Posts that a person's help is counted from at most. */
export const HELPED_MAX = 200;
/** Thank-yous of a page at most. */
export const THANKS_PER_PAGE = 50;

const ThankYou = described(
  `A thank-you: 1 to ${THANK_YOU_MAX_CHARACTERS} characters on one line. ${STRUCK_OUT}`,
  publicText(normalizeName, THANK_YOU_MAX_CHARACTERS),
  ['Fixed it within the hour. Thank you!'],
);

/** Who helped, as the owner of the post says it. */
export const NamedHelpers = described(
  `Who helped, of those who made an offer: ${HELPERS_MAX} at most, each once. Only with \`done\`.`,
  z.array(z.strictObject({ username: UserName, thanks: z.optional(ThankYou) })).check(
    z.maxLength(HELPERS_MAX),
    z.refine(
      (helpers) => new Set(helpers.map(({ username }) => username)).size === helpers.length,
      fault('repeated', 'Must name each person once'),
    ),
  ),
);
export const OthersHelped = described(
  'How many more people helped, whom the owner does not name. Only with `done`.',
  z.int().check(z.minimum(0), z.maximum(OTHERS_HELPED_MAX)),
);

export const Helper = z.object({
  username: UserName,
  thanks: z.optional(z.string()),
  thanksRemoved: z.optional(described('True if an administrator removed the thank-you.', z.literal(true))),
});
export type Helper = z.infer<typeof Helper>;

export const Thanks = named(
  'Thanks',
  'A thank-you to somebody who helped.',
  z.object({
    post: described('Id of the post. With the name of the helper, it names the thank-you.', z.string()),
    giver: UserName,
    giverName: described("The giver's display name.", z.string()),
    text: z.string(),
    at: Timestamp,
    shown: z.optional(described('Whether others see it on my profile. Only I am told.', z.boolean())),
  }),
);
export type Thanks = z.infer<typeof Thanks>;

export const ThanksPage = z.extend(pageOf(Thanks), {
  help: z.optional(
    described(
      'How much the person has helped. Only with the first page.',
      z.object({
        posts: described(`Posts they helped with, counted up to ${HELPED_MAX}.`, z.int()),
        people: described('People who named them as a helper, of those posts.', z.int()),
        more: described('True if there are more.', z.boolean()),
        createdAt: described('When the person joined.', Timestamp),
      }),
    ),
  ),
});
export type ThanksPage = z.infer<typeof ThanksPage>;
