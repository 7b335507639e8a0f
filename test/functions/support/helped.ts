/** A post whose helpers are named and thanked. */

import type { ThanksPage } from '#contract/thanks.ts';
import { memoryFeed, postIn } from './feed.ts';
import type { Received } from './http.ts';

export const thanksIn = ({ body }: Received): ThanksPage => body as ThanksPage;
export const textsIn = (received: Received): readonly string[] => thanksIn(received).items.map(({ text }) => text);

/** Ann has a post, from which Ben and Cat have written to her. */
export async function given() {
  const feed = memoryFeed();
  const post = postIn(await feed.publish('ann', { title: 'A flat tyre' }));
  feed.offer(post.id, 'ben', 'cat');
  const change = (body: object, version = 1) => feed.change('ann', post.id, { version, ...body });
  return { feed, id: post.id, change };
}

export const helped = (username: string, thanks?: string) => ({ username, ...(thanks !== undefined && { thanks }) });
