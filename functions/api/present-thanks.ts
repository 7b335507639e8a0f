/** Presenting thank-yous as the API shows them. */

import type { Thanks } from '#contract/thanks.ts';
import { ownerOf } from '../core/feed/post-id.ts';
import type { ShownThanks } from '../core/feed/thanks.ts';
import { timestampOf } from './present.ts';

/** @param isOwn whether the reader is the one who is thanked */
export const presentThanks = ({ thanks, giver }: ShownThanks, isOwn: boolean): Thanks => ({
  post: thanks.post,
  giver: ownerOf(thanks.post),
  giverName: giver.displayName,
  text: thanks.text,
  at: timestampOf(thanks.thankedAt),
  ...(isOwn && { shown: thanks.shown === true }),
});
