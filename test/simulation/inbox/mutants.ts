/** The inbox without one of its defences, and what breaks. */

import type { Violation } from './simulate.ts';
import type { Mutant, Services } from './world.ts';

interface Missing {
  /** A seed that shows it, which is tried before all others. */
  readonly seed?: number;
  readonly mutant: Mutant;
  readonly breaks: Violation;
}

/** Removes a mark, whoever has claimed it and for whatever day. */
async function removeAnyMark(inboxIndex: Services['inboxIndex'], username: string, peer: string): Promise<void> {
  const marks = await inboxIndex.fresh(username, { after: undefined, limit: 100 });
  const mark = marks.find((each) => each.peer === peer);
  if (mark && (await inboxIndex.claimMark(username, mark, 'mutant')))
    await inboxIndex.removeMark(username, peer, 'mutant');
}

const withIndex =
  (change: (inboxIndex: Services['inboxIndex']) => Partial<Services['inboxIndex']>): Mutant =>
  (services) => ({ ...services, inboxIndex: { ...services.inboxIndex, ...change(services.inboxIndex) } });

export const mutants: Readonly<Record<string, Missing>> = {
  'removes a mark that was set again': {
    seed: 24,
    mutant: withIndex((inboxIndex) => ({
      removeMark: (username, peer) => removeAnyMark(inboxIndex, username, peer),
    })),
    breaks: 'vanished',
  },
  'gives a place without a claim': {
    seed: 9,
    mutant: withIndex((inboxIndex) => ({
      claimMark: async () => true,
      removeMark: (username, peer) => removeAnyMark(inboxIndex, username, peer),
    })),
    breaks: 'vanished',
  },
  'removes the mark before there is a place': {
    mutant: withIndex((inboxIndex) => ({
      async addPlace(username, place) {
        await removeAnyMark(inboxIndex, username, place.peer);
        await inboxIndex.addPlace(username, place);
      },
    })),
    breaks: 'vanished',
  },
  'gives places by a head that is behind its log': {
    seed: 118,
    mutant: (services) => ({
      ...services,
      log: {
        ...services.log,
        getMany: async (positions) =>
          (await services.log.getMany(positions)).filter(
            ({ lastMessage, seq, newDay }) => lastMessage !== seq || newDay,
          ),
      },
    }),
    breaks: 'miscounted',
  },
  'gives a place whatever the row says meanwhile': {
    seed: 6,
    mutant: (services) => ({
      ...services,
      conversations: {
        ...services.conversations,
        setListed: (username, peer, listed) => services.conversations.setListed(username, peer, listed, {}),
      },
    }),
    breaks: 'miscounted',
  },
  'does not move a conversation on the first message of a day': {
    mutant: withIndex((inboxIndex) => ({
      async markFresh(username, peer, day) {
        if (day % 2 === 0) await inboxIndex.markFresh(username, peer, day);
      },
    })),
    breaks: 'vanished',
  },
  'leaves the old place behind': {
    mutant: withIndex(() => ({ removePlace: async () => undefined })),
    breaks: 'miscounted',
  },
};
