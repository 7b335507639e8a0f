/** What is queued of new messages, and the texts of jobs. */

import { describe, expect, it } from 'vitest';
import type { Entry } from '#functions/core/entry.ts';
import type { Audience } from '#functions/core/push/device.ts';
import { jobIn, type Job, type QueuedJob } from '#functions/core/push/job.ts';
import { queueMessages } from '#functions/core/push/queue-messages.ts';
import type { ToldRow } from '#functions/core/push/told.ts';
import { PUSH_KEYS } from '../../journey/people.ts';
import { manualClock } from '../support/clock.ts';
import { deletion, logOf, message } from '../support/entries.ts';

const job: Job = { kind: 'message', conversation: 'alice~bob', seq: 1, recipient: 'bob' };
const phone = {
  ...{ username: 'bob', session: 'phone', endpoint: 'https://push.example/phone', keys: PUSH_KEYS, texts: false },
  ...{ off: [], storedAt: 0, issuedAt: 0, expiresAt: Infinity },
};

describe('queueing', () => {
  const audience = (inSight: readonly string[]): Audience => ({
    devices: [phone],
    inSight: new Set(inSight),
  });
  const queue = async (
    entries: readonly Entry[],
    { inSight = [] as string[], rows = [] as ToldRow[], isThere = true } = {},
  ) => {
    const jobs: QueuedJob[] = [];
    await queueMessages(
      {
        devices: {
          reachable: async (names) => new Set(isThere ? names : []),
          audience: async (names) => new Map(names.map((name) => [name, audience(inSight)])),
        },
        rows: { getMany: async () => rows },
        queue: { send: async (given) => (jobs.push(...given), []) },
        clock: manualClock(),
      },
      entries,
    );
    return jobs;
  };

  it('makes one job of a burst, for the newest message', async () => {
    const jobs = await queue(logOf(message('1'), message('2'), deletion(1)));

    expect(jobs).toEqual([
      { job: { kind: 'message', conversation: 'alice~bob', seq: 2, recipient: 'bob' }, delaySeconds: 0 },
    ]);
  });

  it('waits where a page is in sight', async () => {
    expect(await queue(logOf(message('1')), { inSight: ['desk'] })).toMatchObject([{ delaySeconds: 30 }]);
  });

  it.each<[string, readonly Entry[], object]>([
    ['nobody without a device', logOf(message('1')), { isThere: false }],
    ['nobody of their own notes', logOf(message('1', { sender: 'bob', recipient: 'bob' })), {}],
    [
      'nobody who was told',
      logOf(message('1')),
      { rows: [{ username: 'bob', peer: 'alice', toldSeq: 1, postedSeq: 1 }] },
    ],
  ])('tells %s', async (_, entries, given) => {
    expect(await queue(entries, given)).toEqual([]);
  });
});

describe('the text of a job', () => {
  it('is what was queued, and no other text is one', () => {
    expect(jobIn(JSON.stringify(job))).toEqual(job);
    for (const text of [
      '',
      'null',
      '[]',
      '{}',
      '{"kind":"message","recipient":"bob"}',
      '{"kind":"other","recipient":"bob"}',
    ])
      expect(jobIn(text)).toBeUndefined();
  });
});
