/** Routes of saved searches, and of what they find. */

import * as z from 'zod/mini';
import { described, named } from '../described.ts';
import { fault } from '../fault.ts';
import { Near, RADIUS_MAX_KM, RADIUS_MIN_KM } from '../near.ts';
import { Category, PostCard, PostKind, Words } from '../posts.ts';
import { route } from '../route.ts';
import { NAME_MAX_CHARACTERS, normalizeName, textFault, textFaultWords } from '../text.ts';
import { Timestamp, normalized } from '../values.ts';

/** Searches that a person can save. */
export const SEARCHES_MAX = 5;
/** Posts that are shown, and that are counted as new, at most. */
export const FOR_YOU_MAX = 50;
const CATEGORIES_MAX = 10;

const SearchName = normalized(
  normalizeName,
  (text) => textFault(text, NAME_MAX_CHARACTERS),
  (found) => `The name ${textFaultWords(found)}`,
);

const searchFields = {
  near: described(
    'Only posts with a place in this reach: latitude and longitude in degrees. Moved to the centre of its square.',
    z.optional(Near),
    ['38.714063,-9.130121'],
  ),
  radius: described(
    'The reach, in kilometres; goes with `near`.',
    z.optional(z.int().check(z.minimum(RADIUS_MIN_KM), z.maximum(RADIUS_MAX_KM))),
    [10],
  ),
  kind: described('Only needs, or only offers.', z.optional(PostKind)),
  categories: described(
    'Only these categories.',
    z.optional(z.array(Category).check(z.minLength(1), z.maxLength(CATEGORIES_MAX))),
  ),
  words: described(
    'Only posts whose titles and places have words that begin like these.',
    z.optional(
      // Signs alone would find everything.
      Words.check(
        z.refine((text: string) => /[\p{L}\p{N}]/u.test(text), fault('no-letter', 'Must have a letter or a digit')),
      ),
    ),
  ),
};

const NAME = `What its owner calls it: up to ${NAME_MAX_CHARACTERS} characters on one line. Nobody else sees it.`;

export const SavedSearch = named(
  'SavedSearch',
  'A search whose results are among the posts for me.',
  z.object({
    id: z.string(),
    name: z.optional(z.string()),
    near: z.optional(z.string()),
    radius: z.optional(z.number()),
    kind: searchFields.kind,
    categories: z.optional(z.array(Category)),
    words: z.optional(z.string()),
  }),
);
export type SavedSearch = z.infer<typeof SavedSearch>;

const ForYouCard = z.extend(PostCard, {
  searches: described('Ids of the saved searches that find it.', z.array(z.string())),
});
export type ForYouCard = z.infer<typeof ForYouCard>;

const search = z.strictObject({ id: described('Id of a saved search: a UUID of its owner.', z.string()) });

export const listSearches = route({
  method: 'GET',
  path: '/searches',
  operation: 'listSearches',
  summary: 'My saved searches',
  access: 'person',
  answers: { 200: z.object({ items: z.array(SavedSearch) }) },
  refusals: [],
});

export const saveSearch = route({
  method: 'PUT',
  path: '/searches/{id}',
  operation: 'saveSearch',
  summary: 'Save a search, or change one',
  description:
    `A person can save ${SEARCHES_MAX}. Their areas together are limited, too: wide ones should overlap ` +
    '(`too-many-requests`). A repeat is fine.',
  access: 'person',
  parameters: search,
  body: described(
    'What to look for: at least one of the fields beside `name`.',
    z.strictObject({ name: described(NAME, z.optional(SearchName), ['Ladders nearby']), ...searchFields }).check(
      z.refine(
        ({ near, radius }) => near === undefined || radius !== undefined,
        fault('missing', 'Goes with `near`', ['radius']),
      ),
      z.refine(
        ({ near, radius }) => near !== undefined || radius === undefined,
        fault('not-allowed', 'Needs `near`', ['radius']),
      ),
      z.refine(
        (fields) => Object.entries(fields).some(([name, value]) => name !== 'name' && value !== undefined),
        fault('missing', 'Say what to look for', ['words']),
      ),
    ),
    [{ near: '38.714063,-9.130121', radius: 10, kind: 'need', categories: ['repairs'] }],
  ),
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'too-many-requests', 'unavailable'],
});

export const deleteSearch = route({
  method: 'DELETE',
  path: '/searches/{id}',
  operation: 'deleteSearch',
  summary: 'Delete a saved search',
  access: 'person',
  parameters: search,
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'too-many-requests', 'unavailable'],
});

export const getForYou = route({
  method: 'GET',
  path: '/for-you',
  operation: 'getForYou',
  summary: 'The newest posts that my saved searches find',
  description:
    `The newest ${FOR_YOU_MAX} of the last 30 days, each once, without my own; of searches without a place, of ` +
    'as many ' +
    'of the newest days as few reads find. Nothing is made for anybody when a post is published: the searches ' +
    'are made ' +
    'when this is read.',
  access: 'person',
  answers: {
    200: z.object({
      items: z.array(ForYouCard),
      unread: described('How many of `items` are newer than `readUntil`.', z.int()),
      more: z.optional(described('True if there are more unread ones than `items` has.', z.boolean())),
      readUntil: z.optional(described('How far I have read, by the times of posts.', Timestamp)),
      completeUntil: z.optional(
        described('What was published up to here is among `items`, unless it is over or older than these.', Timestamp),
      ),
    }),
  },
  refusals: [],
});

export const readForYou = route({
  method: 'PUT',
  path: '/for-you/position',
  operation: 'readForYou',
  summary: 'I have seen the posts for me up to a time',
  description:
    'The position only moves forward, and not past now. Give the `createdAt` of the newest post shown, or ' +
    '`completeUntil` of the list where that is later and all of the list is shown: a post that I was told of may be ' +
    'over, and no other is told for its search until I have read past it.',
  access: 'person',
  body: z.strictObject({ readUntil: Timestamp }),
  answers: { 204: null },
  refusals: ['no-session', 'too-many-requests'],
});

export const forYouRoutes = [listSearches, saveSearch, deleteSearch, getForYou, readForYou] as const;
