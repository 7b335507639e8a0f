/** The ids of posts. */

import { createHash } from 'node:crypto';
import { notFound } from '#contract/refusal.ts';
import { isUserName } from '#contract/user-name.ts';

const HASH = /^[A-Za-z0-9_-]{22}$/;

/** Returns the id of a post: the same owner and `clientId` always name the same post. */
export const postId = (owner: string, clientId: string): string =>
  `${owner}.${createHash('sha256').update(`${owner} ${clientId}`).digest('base64url').slice(0, 22)}`;

/** Returns the owner of a post by its id. @throws {Refusal} `not-found` for what is no id of a post */
export function ownerOf(id: string): string {
  const owner = ownerIn(id);
  if (owner === undefined) throw notFound();
  return owner;
}

export const isPostId = (text: string): boolean => ownerIn(text) !== undefined;

function ownerIn(id: string): string | undefined {
  const [owner = '', hash = '', ...rest] = id.split('.');
  return isUserName(owner) && HASH.test(hash) && rest.length === 0 ? owner : undefined;
}
