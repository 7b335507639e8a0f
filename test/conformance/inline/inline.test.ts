/**
 * The part of the contract that a message center keeps as well whose announcements carry texts, for those who do not
 * read them from there. It is in a folder of its own, since it cannot choose the setting of a given message center.
 */

import { afterAll, describe } from 'vitest';
import { catchUp } from '../subjects/catch-up.ts';
import { changes } from '../subjects/changes.ts';
import { order } from '../subjects/order.ts';
import { outsiders } from '../subjects/outsiders.ts';
import { receipts } from '../subjects/receipts.ts';
import { openWorld, type World } from '../world.ts';

const subjects: readonly [name: string, subject: (world: World) => void][] = [
  ['order', order],
  ['catching up', catchUp],
  ['receipts', receipts],
  ['edits, deletions, reactions and replies', changes],
  ['outsiders', outsiders],
];

const world = await openWorld(undefined, undefined, 'inline');
afterAll(() => world.close());

describe.each(subjects)('where announcements carry texts, %s', (_, subject) => {
  subject(world);
});
