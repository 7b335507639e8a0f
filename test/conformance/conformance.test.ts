/**
 * The contract as clients see it. It runs against a local cloud of its own, or against any message center with
 * `API_URL=https://<site>/api npm run test:conformance`. It imports nothing of the product.
 */

import { afterAll, describe } from 'vitest';
import { badInput } from './subjects/bad-input.ts';
import { catchUp } from './subjects/catch-up.ts';
import { changes } from './subjects/changes.ts';
import { feed } from './subjects/feed.ts';
import { help } from './subjects/help.ts';
import { idempotency } from './subjects/idempotency.ts';
import { limits } from './subjects/limits.ts';
import { notifications } from './subjects/notifications.ts';
import { order } from './subjects/order.ts';
import { outsiders } from './subjects/outsiders.ts';
import { receipts } from './subjects/receipts.ts';
import { sessions } from './subjects/sessions.ts';
import { unread } from './subjects/unread.ts';
import { openWorld, type World } from './world.ts';

const subjects: readonly [name: string, subject: (world: World) => void][] = [
  // It comes first because a request is the first message between two people.
  ['help', help],
  ['order', order],
  ['idempotency', idempotency],
  ['catching up', catchUp],
  ['notifications', notifications],
  ['unread counts', unread],
  ['receipts', receipts],
  ['edits, deletions, reactions and replies', changes],
  ['outsiders', outsiders],
  ['bad input', badInput],
  ['limits', limits],
  ['the feed', feed],
  // It comes last because it ends the sessions that the others use.
  ['the end of sessions', sessions],
];

const world = await openWorld(process.env['API_URL'], process.env['CONFORMANCE_PEOPLE']);
afterAll(() => world.close());

describe.each(subjects)('%s', (_, subject) => {
  subject(world);
});
