/** The schemas of posts. */

import * as z from 'zod/mini';
import { Picture } from './attachments.ts';
import { described, named } from './described.ts';
import { fault } from './fault.ts';
import { gridOf, snap } from './grid.ts';
import { STRUCK_OUT, publicText } from './public-text.ts';
import { normalizeName, normalizeText, textFault } from './text.ts';
import { Helper } from './thanks.ts';
import { Timestamp, UserName, normalized, pageOf } from './values.ts';

export const TITLE_MAX_CHARACTERS = 80;
export const DESCRIPTION_MAX_CHARACTERS = 2_000;
export const REWARD_MAX_CHARACTERS = 100;
export const PLACE_NAME_MAX_CHARACTERS = 60;
/** Longest words to search for, in Unicode code points. */
const WORDS_MAX_CHARACTERS = 100;

export const TITLE_OF_A_NEED = 'I need help!';
export const USUAL_REWARD = 'I will buy you a coffee.';

/** What people look for in a list: a post belongs to one. */
const CATEGORIES = [
  'errands',
  'family',
  'garden',
  'learning',
  'moving',
  'pets',
  'repairs',
  'rides',
  'things',
  'other',
] as const;

/** How long a post lasts where its owner does not say, and at most, in days from now. */
export const NEED_LASTS_DAYS = 14;
export const OFFER_LASTS_DAYS = 30;
export const LASTS_DAYS_MAX = 90;

/** Posts on a page at most. */
export const POSTS_PER_PAGE = 50;

export const Title = described(
  `What it is about: 1 to ${TITLE_MAX_CHARACTERS} characters on one line. ${STRUCK_OUT}`,
  publicText(normalizeName, TITLE_MAX_CHARACTERS),
  [TITLE_OF_A_NEED],
);
export const Description = described(
  `More about it: up to ${DESCRIPTION_MAX_CHARACTERS} characters. May be empty. ${STRUCK_OUT}`,
  publicText(normalizeText, DESCRIPTION_MAX_CHARACTERS, true),
  ['My bicycle has a flat tyre, and I have no tools.'],
);
export const Reward = described(
  `What the owner gives in return: up to ${REWARD_MAX_CHARACTERS} characters on one line. Empty: nothing. ` +
    STRUCK_OUT,
  publicText(normalizeName, REWARD_MAX_CHARACTERS, true),
  [USUAL_REWARD],
);
export const PlaceName = described(
  `The place in words, such as a quarter or a town: up to ${PLACE_NAME_MAX_CHARACTERS} characters on one line, ` +
    'without ' +
    'digits: house numbers and postcodes say too much.',
  publicText(normalizeName, PLACE_NAME_MAX_CHARACTERS, true).check(
    z.refine(
      (text: string) => !/\p{N}/u.test(text),
      fault('has-digits', 'Must have no digits: name a quarter or a town'),
    ),
  ),
  ['Alfama, Lisbon'],
);
export const PostKind = described('Whether the owner needs something or offers it.', z.enum(['need', 'offer']));
export type PostKind = z.infer<typeof PostKind>;
export const Category = described('What kind of thing it is.', z.enum(CATEGORIES));
export type Category = z.infer<typeof Category>;

const degrees = (most: number) => z.number().check(z.minimum(-most), z.maximum(most));

/**
 * A place. Whatever point is given becomes the centre of its square here, before anything else sees it, so an exact
 * place enters no table, log or backup. A client should not send one either.
 */
export const Place = described(
  'The centre of a square on a grid that is the same for everybody. Any other point is moved to the centre of ' +
    'its square.',
  z
    .strictObject({
      latitude: described('In degrees.', degrees(90), [38.713281]),
      longitude: described('In degrees.', degrees(180), [-9.131578]),
      blur: described('How wide the square is.', z.enum(['600m', '5km'])),
    })
    .check(z.overwrite(({ latitude, longitude, blur }) => ({ ...snap(gridOf(blur), { latitude, longitude }), blur }))),
);
export type Place = z.infer<typeof Place>;

export const ShownPlace = described(
  'The square it is in: everybody in that square has this place.',
  z.object({ latitude: z.number(), longitude: z.number(), blur: z.enum(['600m', '5km']) }),
);

/** Words to search for. */
export const Words = normalized(normalizeName, (text) => textFault(text, WORDS_MAX_CHARACTERS));

/** The states that the owner chooses. The forward order is the order here; `open` and `promised` may change back. */
export const OWN_STATUSES = ['open', 'promised', 'done', 'withdrawn'] as const;
export const PostStatus = described(
  'Where it stands. `removed`: by an administrator. A post that is open or promised expires at `lastsUntil`.',
  z.enum([...OWN_STATUSES, 'removed']),
);
export type PostStatus = z.infer<typeof PostStatus>;

export const PostVersion = z.int().check(z.minimum(1), z.maximum(1_000_000));

const cardFields = {
  id: described('Id of the post. It begins with its owner.', z.string(), ['alice.k3J9x0aB7QeWm1Zs4TtYvA']),
  kind: PostKind,
  owner: UserName,
  ownerName: described("The owner's display name.", z.string()),
  ownerSince: described('When the owner joined.', Timestamp),
  title: z.string(),
  category: Category,
  reward: z.optional(z.string()),
  place: z.optional(ShownPlace),
  placeName: z.optional(z.string()),
  status: PostStatus,
  lastsUntil: Timestamp,
  version: described('Grows with each change. A change names the version it was made from.', PostVersion),
  createdAt: Timestamp,
  editedAt: z.optional(described('When its texts were last changed.', Timestamp)),
  underReview: z.optional(
    described(
      'True while reports hide it from others, until an administrator has looked. Only its owner sees this.',
      z.boolean(),
    ),
  ),
};

export const PostCard = named(
  'PostCard',
  'A post in a list.',
  z.object({
    ...cardFields,
    distance: z.optional(
      described('From the square searched from to the square of the post, in whole kilometres.', z.int()),
    ),
    picture: z.optional(described('Its first picture.', Picture)),
  }),
);
export type PostCard = z.infer<typeof PostCard>;

export const Post = named(
  'Post',
  'A post. What is gone (done, withdrawn, removed, expired) is there for its owner alone.',
  z.object({
    ...cardFields,
    description: z.string(),
    pictures: z.optional(described('Its pictures, in order.', z.array(Picture))),
    removal: z.optional(described('Why an administrator removed it.', z.string())),
    promisedTo: z.optional(described('To whom it is promised. Only its owner and that person see it.', UserName)),
    helpers: z.optional(described('Who helped. Only its owner sees it.', z.array(Helper))),
    othersHelped: z.optional(described('How many more helped. Only its owner sees it.', z.int())),
  }),
);
export type Post = z.infer<typeof Post>;

/** Posts of mine that nobody has answered for a day, and that I have not been told of. */
const Quiet = described(
  'Given with the first page of my own posts, while there are any: open posts that nobody has answered for a ' +
    'day. To be ' +
    'told once, hand `until` back.',
  z.object({
    posts: described('Ids of the posts, 20 at most.', z.array(z.string())),
    until: described('When the newest of them was published.', Timestamp),
  }),
);

export const PostCards = z.extend(pageOf(PostCard), {
  asOf: z.optional(
    described('When the list was read. Give that of its first page as `since`, to read what is new later.', Timestamp),
  ),
  quiet: z.optional(Quiet),
});
export type PostCards = z.infer<typeof PostCards>;

export const Outcome = named(
  'Outcome',
  'What became of a post, for somebody who has made an offer for it. It says nothing else, not who was chosen.',
  z.object({
    id: z.string(),
    kind: PostKind,
    title: z.string(),
    // No lists of values: an older page has to read those of later versions.
    status: described('open, promised, done, withdrawn, expired, or one of a later version.', z.string()),
    chosen: described(
      'While it is promised, to whom; once it is done, who helped: you, another, or none where the owner named nobody.',
      z.string(),
    ),
  }),
);
export type Outcome = z.infer<typeof Outcome>;
