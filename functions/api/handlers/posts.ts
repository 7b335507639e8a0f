/** Endpoints of posts. */

import { METERS_PER_KM, USUAL_RADIUS_KM, pointIn } from '#contract/near.ts';
import { POSTS_PER_PAGE, type PostCard } from '#contract/posts.ts';
import type { Parsed } from '#contract/route.ts';
import * as routes from '#contract/routes/posts.ts';
import { isUserName } from '#contract/user-name.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { changePost, deletePost, type DeletePostServices } from '../../core/feed/change-post.ts';
import { createPost, type CreatePostServices } from '../../core/feed/create-post.ts';
import { helpSeenBy } from '../../core/feed/help.ts';
import { listOffers, type ListOffersServices } from '../../core/feed/list-offers.ts';
import { listPosts, type ListPostsServices } from '../../core/feed/list-posts.ts';
import type { Owners, Posts } from '../../core/feed/ports.ts';
import { cardOf, type FeedPosition, type Post } from '../../core/feed/post.ts';
import { postsNearby, type NearbyPosition, type PostsNearbyServices } from '../../core/feed/posts-nearby.ts';
import { dismissQuiet, type Quiet } from '../../core/feed/quiet.ts';
import { listPostsOf, ownProfile, readPost, type ReadPostsServices } from '../../core/feed/read-posts.ts';
import type { Filter } from '../../core/feed/search.ts';
import { countSmallWrite } from '../../core/limits.ts';
import type { Counters } from '../../core/ports.ts';
import { cursorAt, positionByDistance, positionById, positionByTime } from '../post-cursors.ts';
import { presentCard, presentOffer, presentPost } from '../present-post.ts';
import { timestampOf } from '../present.ts';
import { endpoint } from '../router.ts';

export type PostServices = CreatePostServices &
  DeletePostServices &
  ListOffersServices &
  ListPostsServices &
  PostsNearbyServices &
  ReadPostsServices & {
    readonly owners: Owners;
    readonly posts: Pick<Posts, 'moveQuietUntil'>;
    readonly counters: Counters;
  };

export const postEndpoints = (services: PostServices) => [
  endpoint(routes.createPost, async ({ caller, body }) => {
    const { post, created } = await createPost(services, caller.username, body);
    const shown = await shownToOwner(services, post);
    return created
      ? { status: 201, body: shown, headers: { location: `/api/posts/${shown.id}` } }
      : { status: 200, body: shown };
  }),

  endpoint(routes.listPosts, async ({ caller, query }) => {
    const list = query.owner !== undefined ? listOfOwner : query.near !== undefined ? listNearby : listByTime;
    const asOf = timestampOf(services.clock.now());
    const { items, next, quiet }: List = await list(services, caller.username, query);
    return {
      status: 200,
      body: {
        items,
        asOf,
        ...(next && { next: cursorAt(caller.username, query, next) }),
        ...(quiet && { quiet: { posts: [...quiet.posts], until: timestampOf(quiet.until) } }),
      },
    };
  }),

  endpoint(routes.getPost, async ({ caller, parameters }) => {
    const { post, owner } = await readPost(services, caller.username, parameters.id);
    const help = await helpSeenBy(services.owners, caller.username, [post]);
    return { status: 200, body: presentPost(post, owner, help(post)) };
  }),

  endpoint(routes.changePost, async ({ caller, parameters, body }) => {
    const post = await changePost(services, caller.username, parameters.id, body);
    return { status: 200, body: await shownToOwner(services, post) };
  }),

  endpoint(routes.deletePost, async ({ caller, parameters }) => {
    await deletePost(services, caller.username, parameters.id);
    return { status: 204 };
  }),

  endpoint(routes.listOffers, async ({ caller: { username }, parameters: { id }, query: { cursor } }) => {
    const scope = [username, 'offers', id];
    const after = cursor === undefined ? undefined : decodeCursor(scope, cursor, isUserName);
    const { found, next } = await listOffers(services, username, id, after);
    const items = found.map(({ offer, profile }) => presentOffer(offer, profile));
    return { status: 200, body: { items, ...(next !== undefined && { next: encodeCursor(scope, next) }) } };
  }),

  endpoint(routes.dismissQuiet, async ({ caller, body }) => {
    await countSmallWrite(services.counters, caller.username, services.clock.now());
    await dismissQuiet(services, caller.username, Date.parse(body.until));
    return { status: 204 };
  }),
];

/** Presents a post to its owner. */
async function shownToOwner(services: PostServices, post: Post) {
  const [owner, help] = await Promise.all([
    ownProfile(services, post.owner),
    helpSeenBy(services.owners, post.owner, [post]),
  ]);
  return presentPost(post, owner, help(post));
}

interface List {
  readonly items: PostCard[];
  readonly next: FeedPosition | NearbyPosition | string | undefined;
  readonly quiet?: Quiet | undefined;
}

type Query = Parsed<typeof routes.listPosts>['query'];

/** How late a list may be: the stream's consumer makes up for a function that died, and clocks differ a little. */
const LATE_MS = 2 * 60_000;

const filterIn = ({ kind, category, words, since }: Query): Filter => ({
  ...{ kind, category, words },
  ...(since !== undefined && { since: Date.parse(since) - LATE_MS }),
});

async function listByTime(services: PostServices, reader: string, query: Query) {
  const { limit = POSTS_PER_PAGE } = query;
  const page = await listPosts(services, reader, filterIn(query), { before: positionByTime(reader, query), limit });
  return { items: page.found.map(({ card, owner }) => presentCard(card, owner)), next: page.next };
}

async function listNearby(services: PostServices, reader: string, query: Query) {
  const { near = '', radius = USUAL_RADIUS_KM, limit = POSTS_PER_PAGE } = query;
  const middle = pointIn(near);
  if (!middle) throw new Error('A place that was validated is none.');
  const area = { middle, radiusMeters: radius * METERS_PER_KM };
  const page = await postsNearby(services, reader, filterIn(query), area, {
    after: positionByDistance(reader, query),
    limit,
  });
  const items = page.found.map(({ card, owner, meters }) => ({
    ...presentCard(card, owner),
    distance: Math.round(meters / METERS_PER_KM),
  }));
  return { items, next: page.next };
}

async function listOfOwner(services: PostServices, reader: string, query: Query) {
  const { owner: name = '', limit = POSTS_PER_PAGE } = query;
  const page = await listPostsOf(services, reader, name, { after: positionById(reader, query), limit });
  return { items: page.posts.map((post) => presentCard(cardOf(post), page.owner)), next: page.next, quiet: page.quiet };
}
