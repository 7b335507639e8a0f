/** What a job tells, to which devices, and when it waits. */

import { describe, expect, it, vi } from 'vitest';
import type { PushPayload } from '#contract/push.ts';
import type { Entry } from '#functions/core/entry.ts';
import { postId } from '#functions/core/feed/post-id.ts';
import type { Post } from '#functions/core/feed/post.ts';
import { deriveKey } from '#functions/core/keys.ts';
import type { Audience, PushDevice } from '#functions/core/push/device.ts';
import type { Job, PostJob, QueuedJob } from '#functions/core/push/job.ts';
import type { PushOptions, PushOutcome } from '#functions/core/push/service.ts';
import { tell, type TellServices } from '#functions/core/push/tell.ts';
import { isUntold, type ToldRow } from '#functions/core/push/told.ts';
import type { User } from '#functions/core/user.ts';
import { PUSH_KEYS } from '../../journey/people.ts';
import { NOW, manualClock } from '../support/clock.ts';
import { logOf, message } from '../support/entries.ts';
import { noSearches } from '../support/searches.ts';

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
  readonly outcome?: PushOutcome | ((session: string) => PushOutcome);
  readonly isQueueBroken?: boolean;
}

function world(given: Given = {}) {
  const { devices = [device('phone')], inSight = [], row = {}, profiles = [], outcome = { result: 'sent' } } = given;
  const entry = 'entry' in given ? given.entry : logOf(message('Hello'))[0];
  const stored = { username: 'bob', peer: 'alice', createdAt: 0, ...row };
  const posted: { session: string; payload: PushPayload; options: PushOptions }[] = [];
  const queued: QueuedJob[] = [];
  const lost = vi.fn<(pushes: number) => void>();
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
    conversations: { get: async (username) => (username === 'bob' ? stored : undefined) },
    posts: { get: async () => undefined },
    ...noSearches,
    told: {
      claim: async ({ seq }) => (isUntold(stored, seq, NOW) ? stored : undefined),
      finish,
      claimOnce: async () => true,
      finishOnce: async () => undefined,
    },
    queue: { send: async (jobs) => (given.isQueueBroken === true ? jobs : (queued.push(...jobs), [])) },
    push: {
      post: async ({ endpoint }, text, options) => {
        const session = endpoint.split('/').at(-1) ?? '';
        posted.push({ session, payload: JSON.parse(text) as PushPayload, options });
        return typeof outcome === 'function' ? outcome(session) : outcome;
      },
    },
    isPushAddress: () => true,
    keys: async (purpose) => deriveKey('a root', purpose),
    clock: manualClock(),
    metrics: { count: (result, pushes) => void (result === 'lost' && lost(pushes)) },
  };
  return { services, posted, queued, remove, finish, lost };
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

describe.each(['promise', 'thanks'] as const)('a push of a %s', (kind) => {
  it('names the post only where the device wants texts', async () => {
    const { services, posted } = world({ devices: [device('phone'), device('desk', { texts: true })] });

    await tell({ ...services, posts: { get: async () => post } }, ofPost);

    expect(posted.map(({ payload }) => payload.post)).toEqual([{ id: post.id }, { id: post.id, title: post.title }]);
  });

  const ofPost: PostJob = { kind, recipient: 'bob', post: postId('alice', 'ladder'), at: NOW };
  const post = {
    ...{ id: ofPost.post, owner: 'alice', title: 'A ladder', status: kind === 'promise' ? 'promised' : 'done' },
    ...{ promisedTo: 'bob', helpers: [{ username: 'bob', thanks: 'Thank you' }] },
  } as unknown as Post;

  it.each<[boolean, string, Given]>([
    [true, 'usual', {}],
    [true, 'read', { row: { readSeq: 9 } }],
    [false, 'muted', { row: { muted: true } }],
    [false, 'declined', { row: { declined: true } }],
    [false, 'blocked', { row: { blocked: true } }],
  ])('is sent: %s, where the conversation with its owner is %s', async (isSent, _, given) => {
    const { services, posted } = world(given);

    await tell({ ...services, posts: { get: async () => post } }, ofPost);

    expect(posted).toHaveLength(isSent ? 1 : 0);
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

  it('is looked at again where others were told: it may be dead', async () => {
    const frozen = world({ devices: both, inSight: ['desk'] });

    await tell(frozen.services, { ...job, waits: 1 });

    const again = { ...job, waits: 1, sessions: ['desk'] };
    expect(frozen.queued).toEqual([{ job: again, delaySeconds: 630 }]);
    const closed = world({ devices: both, row: { toldSeq: 1, postedSeq: 1 } });
    await tell(closed.services, again);
    expect(closed.posted.map(({ session }) => session)).toEqual(['desk']);
    expect(closed.queued).toEqual([]);
  });

  it.each<[string, Given]>([
    ['still is', { inSight: ['desk'], row: { toldSeq: 1, postedSeq: 1 } }],
    ['has read the message', { row: { toldSeq: 1, postedSeq: 1, readSeq: 1 } }],
  ])('and that %s then is not told', async (_, given) => {
    const { services, posted, queued } = world({ devices: both, ...given });

    await tell(services, { ...job, waits: 1, sessions: ['desk'] });

    expect(posted).toEqual([]);
    expect(queued).toEqual([]);
  });

  it('is looked at again where no other device wants to be told', async () => {
    const devices = [device('phone', { off: ['messages'] }), device('desk')];
    const { services, posted, queued } = world({ devices, inSight: ['desk'] });

    await tell(services, { ...job, waits: 1 });

    expect(posted).toEqual([]);
    expect(queued).toEqual([{ job: { ...job, waits: 2 }, delaySeconds: 630 }]);
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

  it('that took some is not given them again where the others cannot be queued', async () => {
    const { services, finish, lost } = world({
      devices: [device('phone'), device('desk')],
      outcome: (session) => (session === 'phone' ? { result: 'sent' } : { result: 'later', retryAfterSeconds: 1 }),
      isQueueBroken: true,
    });

    await tell(services, job);

    expect(finish).toHaveBeenCalledTimes(1);
    expect(lost).toHaveBeenCalledExactlyOnceWith(1);
  });

  it('that took none is asked again where that cannot be queued', async () => {
    const outcome: PushOutcome = { result: 'later', retryAfterSeconds: 1 };
    const { services, finish, lost } = world({ outcome, isQueueBroken: true });

    await expect(tell(services, job)).rejects.toThrow('could not be queued');

    expect(finish).not.toHaveBeenCalled();
    expect(lost).not.toHaveBeenCalled();
  });

  it('is tried no more a day after the message', async () => {
    const { services, queued } = world({ outcome: { result: 'later', retryAfterSeconds: undefined } });
    await services.clock.sleep(DAY_MS);

    await tell(services, job);

    expect(queued).toEqual([]);
  });
});
