/** Routes of posts: what people need and offer. */

import * as z from 'zod/mini';
import { PICTURES_MAX, attachmentIds } from '../attachments.ts';
import { described } from '../described.ts';
import { fault } from '../fault.ts';
import { Near, RADIUS_MAX_KM, RADIUS_MIN_KM, USUAL_RADIUS_KM } from '../near.ts';
import { Offers } from '../offers.ts';
import {
  Category,
  Description,
  OWN_STATUSES,
  POSTS_PER_PAGE,
  Place,
  PlaceName,
  Post,
  PostCards,
  PostKind,
  PostVersion,
  Reward,
  Title,
  USUAL_REWARD,
  Words,
} from '../posts.ts';
import { route } from '../route.ts';
import { NamedHelpers, OthersHelped } from '../thanks.ts';
import { Timestamp, UserName, cursorOf, limitUpTo, wholeNumber } from '../values.ts';

const post = z.strictObject({ id: described("A post's id.", z.string(), ['alice.k3J9x0aB7QeWm1Zs4TtYvA']) });

const LastsUntil = described('When it expires: at most 90 days from now.', Timestamp);

export const createPost = route({
  method: 'POST',
  path: '/posts',
  operation: 'createPost',
  summary: 'Post a need or an offer',
  description:
    'Safe to repeat with the same `clientId`: 201 if this request stored it, 200 if it was stored before. Kind and ' +
    'place stay as they are.',
  access: 'person',
  body: described(
    'A post.',
    z.strictObject({
      clientId: described("The client's own id for this post, a new one for each.", z.uuid('Must be a UUID')),
      kind: PostKind,
      title: described('For a need, it may be left out: "I need help!".', z.optional(Title)),
      description: z.optional(Description),
      category: z.optional(Category),
      reward: described(`For a need, it may be left out: "${USUAL_REWARD}"`, z.optional(Reward)),
      place: z.optional(Place),
      placeName: z.optional(PlaceName),
      pictures: described(
        'Ids of attachments of mine, in order: JPEG, PNG or WebP, with `width` and `height`, and without a place ' +
          '(EXIF, XMP) in them: `has-place`.',
        z.optional(attachmentIds(1, PICTURES_MAX)),
      ),
      lastsUntil: described(
        'When it expires: at most 90 days from now. Without it, a need lasts 14 days and an offer 30.',
        z.optional(Timestamp),
      ),
    }),
    [{ clientId: '6f1c2f0e-8f0f-4a51-9b57-0f6f3a1c2d3e', kind: 'need', title: 'A flat tyre', category: 'repairs' }],
  ),
  answers: { 201: Post, 200: Post },
  refusals: ['no-session', 'client-id-taken', 'deleted', 'has-place', 'too-many-requests', 'unavailable'],
});

export const listPosts = route({
  method: 'GET',
  path: '/posts',
  operation: 'listPosts',
  summary: 'Posts, newest first, or nearest first',
  description:
    'A page may be shorter than `limit`, even empty: go on with `next`. A post that is published while you page ' +
    'is on ' +
    'no later page; read from the beginning again to find it.',
  access: 'person',
  query: z
    .strictObject({
      kind: described('Only needs, or only offers.', z.optional(PostKind)),
      category: described('Only this category.', z.optional(Category)),
      words: described('Only posts whose titles and places have words that begin like these.', z.optional(Words)),
      near: described(
        'Only posts with a place in this reach, nearest first: latitude and longitude in degrees. Moved to the ' +
          'centre ' +
          'of its square, as places are.',
        z.optional(Near),
        ['38.713281,-9.131578'],
      ),
      radius: described(
        `The reach, in kilometres. The default is ${USUAL_RADIUS_KM}.`,
        z.optional(wholeNumber(RADIUS_MIN_KM, RADIUS_MAX_KM)),
      ),
      since: described(
        'Only posts published from this time on, and those of the two minutes before it: lists may be late. Pass ' +
          'over ' +
          'those that you have.',
        z.optional(Timestamp),
      ),
      owner: described(
        'Only posts of this person. My own are all there, gone ones too, in no order.',
        z.optional(UserName),
      ),
      limit: limitUpTo(POSTS_PER_PAGE, POSTS_PER_PAGE),
      cursor: cursorOf(500),
    })
    .check(
      z.refine(
        ({ near, radius }) => near !== undefined || radius === undefined,
        fault('not-allowed', 'Needs `near`', ['radius']),
      ),
      z.refine(
        ({ owner, kind, category, words, near, since }) =>
          owner === undefined || [kind, category, words, near, since].every((value) => value === undefined),
        fault('not-allowed', 'Cannot be searched: give it alone', ['owner']),
      ),
    ),
  answers: { 200: PostCards },
  refusals: ['no-session', 'not-found'],
});

export const getPost = route({
  method: 'GET',
  path: '/posts/{id}',
  operation: 'getPost',
  summary: 'One post',
  access: 'person',
  parameters: post,
  answers: { 200: Post },
  refusals: ['not-found'],
});

export const changePost = route({
  method: 'PATCH',
  path: '/posts/{id}',
  operation: 'changePost',
  summary: 'Change a post of mine',
  description:
    'Changes the given fields. An empty `reward` removes it. The status goes forward only, but for `promised`, which ' +
    'may become `open` again, which takes the promise back. `changed`: read it again, then repeat. ' +
    '`too-many-requests`: it was changed very often, or too many posts are open.',
  access: 'person',
  parameters: post,
  body: z.strictObject({
    version: described('The version that this change was made from.', PostVersion),
    title: z.optional(Title),
    description: z.optional(Description),
    category: z.optional(Category),
    reward: z.optional(Reward),
    lastsUntil: z.optional(LastsUntil),
    pictures: described(
      'All its pictures from now on, in order: those that it keeps, and new attachments of mine. Empty: none.',
      z.optional(attachmentIds(0, PICTURES_MAX)),
    ),
    status: z.optional(z.enum(OWN_STATUSES)),
    promisedTo: described('Somebody who made an offer. Only with `promised`.', z.optional(UserName)),
    helpers: z.optional(NamedHelpers),
    othersHelped: z.optional(OthersHelped),
  }),
  answers: { 200: Post },
  refusals: [
    'no-session',
    'not-found',
    'not-yours',
    'changed',
    'closed',
    'has-place',
    'too-many-requests',
    'unavailable',
  ],
});

export const deletePost = route({
  method: 'DELETE',
  path: '/posts/{id}',
  operation: 'deletePost',
  summary: 'Delete a post of mine',
  description: 'Its texts and its place are erased.',
  access: 'person',
  parameters: post,
  answers: { 204: null },
  refusals: ['no-session', 'not-found', 'not-yours', 'unavailable'],
});

export const listOffers = route({
  method: 'GET',
  path: '/posts/{id}/offers',
  operation: 'listOffers',
  summary: 'Who has written to me from a post of mine, the first one first',
  description:
    'Of more than 200 people, each 200, in the order of their names, are ordered by themselves. A page may be ' +
    'short, or ' +
    'even empty, although there are more: read on while there is a `next`.',
  access: 'person',
  parameters: post,
  query: z.strictObject({ cursor: cursorOf(500) }),
  answers: { 200: Offers },
  refusals: ['not-found', 'not-yours'],
});

export const dismissQuiet = route({
  method: 'PUT',
  path: '/me/quiet-posts',
  operation: 'dismissQuiet',
  summary: 'Note that I was told of the posts that nobody has answered',
  description: 'The position only moves forward.',
  access: 'person',
  body: z.strictObject({ until: described('The `until` that I was given.', Timestamp) }),
  answers: { 204: null },
  refusals: ['no-session', 'too-many-requests'],
});

export const postRoutes = [createPost, listPosts, getPost, changePost, deletePost, listOffers, dismissQuiet] as const;
