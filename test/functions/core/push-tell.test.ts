/** What a job tells, to which devices, and when it waits. */

import { describe, expect, it, vi } from 'vitest';
import type { PushPayload } from '#contract/push.ts';
import type { Entry } from '#functions/core/entry.ts';
import { deriveKey } from '#functions/core/keys.ts';
import type { Audience, PushDevice } from '#functions/core/push/device.ts';
import { jobIn, type Job, type QueuedJob } from '#functions/core/push/job.ts';
import { queueMessages } from '#functions/core/push/queue-messages.ts';
import type { PushOptions, PushOutcome } from '#functions/core/push/service.ts';
import { tell, type TellServices } from '#functions/core/push/tell.ts';
import { isUntold, type ToldRow } from '#functions/core/push/told.ts';
import type { User } from '#functions/core/user.ts';
import { PUSH_KEYS } from '../../journey/people.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { deletion, logOf, message } from '../support/entries.ts';

const DAY_MS = 24 * 60 * 60_000;
const device = (session: string, more: Partial<PushDevice> = {}): PushDevice => ({
  ...{ username: 'bob', session, endpoint: `https://push.example/${session}`, keys: PUSH_KEYS },
  ...{ texts: false, off: [], storedAt: 0, issuedAt: 0, expiresAt: NOW + DAY_MS },
  ...more,
});
const job: Job = { kind: 'message', conversation: 'alice~bob', seq: 1, recipient: 'bob' };

interface Given {
  readonly devices?: readonly PushDevice[];
  readonly inSight?: readonly string[];
  readonly entry?: Entry | undefined;
  readonly row?: Partial<ToldRow>;
  readonly profiles?: readonly Partial<User>[];
  readonly outcome?: PushOutcome;
}

function world(given: Given = {}) {
  const { devices = [device('phone')], inSight = [], row = {}, profiles = [], outcome = { result: 'sent' } } = given;
  const entry = 'entry' in given ? given.entry : logOf(message('Hello'))[0];
  const stored = { username: 'bob', peer: 'alice', createdAt: 0, ...row };
  const posted: { session: string; payload: PushPayload; options: PushOptions }[] = [];
  const queued: QueuedJob[] = [];
  const remove = vi.fn<TellServices['devices']['remove']>(async () => undefined);
  const finish = vi.fn<() => Promise<undefined>>(async () => undefined);
  const audience: Audience = { devices, inSight: new Set(inSight) };
  const services: TellServices = {
    devices: {
      audience: async () => new Map([['bob', audience]]),
      owners: async () => new Map(devices.map(({ endpoint, session }) => [endpoint, session])),
      remove,
    },
    users: {
      getMany: async (names) =>
        names.map((username) => ({
          ...{ username, displayName: username.toUpperCase(), createdAt: 0 },
          ...profiles.find((profile) => profile.username === username),
        })),
    },
    log: { get: async () => entry },
    conversations: { get: async () => stored },
    posts: { get: async () => undefined },
    told: {
      claim: async ({ seq }) => (isUntold(stored, seq) ? stored : undefined),
      finish,
      claimOnce: async () => true,
      finishOnce: async () => undefined,
    },
    queue: { send: async (jobs) => (queued.push(...jobs), []) },
    push: {
      post: async ({ endpoint }, text, options) => {
        posted.push({ session: endpoint.split('/').at(-1) ?? '', payload: JSON.parse(text) as PushPayload, options });
        return outcome;
      },
    },
    isPushAddress: () => true,
    keys: async (purpose) => deriveKey('a root', purpose),
    clock: manualClock(),
    metrics: { count: () => undefined },
  };
  return { services, posted, queued, remove, finish };
}

describe('a message', () => {
  it('is told by name and count, and by its text only where the device wants it', async () => {
    const { services, posted, finish } = world({ devices: [device('phone'), device('desk', { texts: true })] });

    await tell(services, job);

    const payload = {
      ...{ kind: 'message', to: 'bob', from: { username: 'alice', displayName: 'ALICE' } },
      ...{ conversation: 'alice~bob', id: 'alice~bob.1', unread: 1, at: new Date(NOW).toISOString() },
    };
    expect(posted.map((push) => push.payload)).toEqual([payload, { ...payload, text: 'Hello' }]);
    expect(finish).toHaveBeenCalledTimes(1);
  });

  it('has a topic for its conversation that tells nothing, and is kept for a day after it was written', async () => {
    const { services, posted } = world();

    await tell(services, job);

    expect(posted[0]?.options).toEqual({
      ttlSeconds: 24 * 60 * 60,
      topic: expect.stringMatching(/^[\w-]{32}$/) as string,
      urgency: 'high',
    });
  });

  it('is cut between characters where it is long', async () => {
    const { services, posted } = world({
      devices: [device('phone', { texts: true })],
      entry: logOf(message('👍'.repeat(300)))[0],
    });

    await tell(services, job);

    expect(posted[0]?.payload.text).toBe(`${'👍'.repeat(199)}…`);
  });

  it.each<[string, Given]>([
    ['that is gone', { entry: undefined }],
    ['that was deleted', { entry: { ...logOf(message())[0], deletionSeq: 2 } as Entry }],
    ['that was read', { row: { readSeq: 1 } }],
    ['of a muted conversation', { row: { muted: true } }],
    ['of a person who is blocked', { row: { blocked: true } }],
    ['of a request that was declined', { row: { declined: true } }],
    ['to somebody who was told and has not looked', { row: { toldSeq: 1, postedSeq: 1 } }],
    ['to somebody who has left', { profiles: [{ username: 'bob', deletedAt: 1 }] }],
    ['to somebody who is disabled', { profiles: [{ username: 'bob', disabledAt: 1 }] }],
    ['of somebody who is disabled', { profiles: [{ username: 'alice', disabledAt: 1 }] }],
    ['to a device that does not want it', { devices: [device('phone', { off: ['messages'] })] }],
    ['that is a request to be shown apart', { entry: logOf(message('Hi', { request: true }))[0] }],
  ])('%s is not told', async (_, given) => {
    const { services, posted } = world(given);

    await tell(services, job);

    expect(posted).toEqual([]);
  });
});

describe('a device in sight', () => {
  const both = [device('phone'), device('desk')];

  it('has the others wait for half a minute, then they are told and it is not', async () => {
    const { services, posted, queued } = world({ devices: both, inSight: ['desk'] });

    await tell(services, job);
    expect(queued).toEqual([{ job: { ...job, waits: 1 }, delaySeconds: 30 }]);
    expect(posted).toEqual([]);

    await tell(services, { ...job, waits: 1 });
    expect(posted.map(({ session }) => session)).toEqual(['phone']);
  });

  it('that is the only one is looked at again once a dead socket has been closed, and told then', async () => {
    const { services, posted, queued } = world({ inSight: ['phone'] });

    await tell(services, { ...job, waits: 1 });
    expect(queued).toEqual([{ job: { ...job, waits: 2 }, delaySeconds: 630 }]);

    await tell(services, { ...job, waits: 2 });
    expect(posted).toEqual([]);
    expect(queued).toHaveLength(1);
  });
});

describe('a push service', () => {
  it('that ended the subscription has it removed, while it is this one, and the next message is told', async () => {
    const { services, remove, finish } = world({ outcome: { result: 'gone' } });

    await tell(services, job);

    expect(remove).toHaveBeenCalledExactlyOnceWith('bob', 'phone', 'https://push.example/phone');
    expect(finish).not.toHaveBeenCalled();
  });

  it.each([
    [undefined, 0, 30],
    [120, 0, 120],
    [undefined, 3, 240],
    [7200, 9, 900],
  ])(
    'that asks for %s s after %i attempts is tried again in %i s',
    async (retryAfterSeconds, attempts, delaySeconds) => {
      const { services, queued } = world({
        outcome: { result: 'later', retryAfterSeconds },
        ...(attempts > 0 && { row: { toldSeq: 1 } }),
      });
      const again = attempts > 0 ? { sessions: ['phone'], attempts } : {};

      await tell(services, { ...job, ...again });

      expect(queued).toEqual([{ job: { ...job, sessions: ['phone'], attempts: attempts + 1 }, delaySeconds }]);
    },
  );

  it('is tried no more a day after the message', async () => {
    const { services, queued } = world({ outcome: { result: 'later', retryAfterSeconds: undefined } });
    await services.clock.sleep(DAY_MS);

    await tell(services, job);

    expect(queued).toEqual([]);
  });
});

describe('queueing', () => {
  const audience = (inSight: readonly string[]): Audience => ({
    devices: [device('phone')],
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
