/** Posts that wait for a connection. */

import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '#client/outbox-storage.ts';
import { ApiProblem, NetworkError } from '#client/problem.ts';
import { createPublisher } from '#client/publisher.ts';
import type { Session } from '#client/session.ts';
import type { RecordOf, UnsentPost } from '#client/unsent.ts';
import type { Post } from '#contract/posts.ts';
import { virtualTime } from './virtual-time.ts';

const NO_NETWORK = new NetworkError('No network.');
const refusal = (status: number, code: string, retryAfter?: number): ApiProblem =>
  new ApiProblem({ status, code, title: code, detail: 'The server says no.' }, { retryAfter, version: 4 });

/** A server that stores each post once, and people whose connection a test breaks. */
function world() {
  const time = virtualTime();
  const stored = new Map<string, unknown>();
  const bodies: { clientId: string }[] = [];
  const network = { answer: (): Error | undefined => undefined, losesAnswers: false };
  let wake = (): void => {};

  function device(storage = createMemoryStorage<RecordOf<UnsentPost>>(), person = 'alice') {
    const listeners = new Set<() => void>();
    const session = {
      username: person as string | undefined,
      serverVersion: 4,
      subscribe(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      call: (async (_route: unknown, { body }: { body: { clientId: string } }) => {
        bodies.push(body);
        const failure = network.answer();
        if (failure && !network.losesAnswers) throw failure;
        stored.set(body.clientId, body);
        if (failure) throw failure;
        return { id: `${person}.${body.clientId}` } as Post;
      }) as unknown as Session['call'],
    };
    const publisher = createPublisher({
      session,
      storage,
      environment: {
        ...time,
        random: () => 0.5,
        onWake(listener) {
          wake = listener;
          return () => {};
        },
      },
    });
    const signOut = (): void => {
      session.username = undefined;
      for (const listener of listeners) listener();
    };
    return { publisher, signOut };
  }

  return { time, stored, bodies, network, device, wake: () => wake() };
}

const post = (clientId: string, title = 'A flat tyre') => ({
  clientId,
  request: { kind: 'need' as const, title },
  fields: { title },
});

describe('a post', () => {
  it('that is answered for at once leaves nothing behind', async () => {
    const { device, time } = world();
    const { publisher } = device();
    const heard: string[] = [];
    publisher.onPublished(({ id }, clientId) => heard.push(`${id} ${clientId}`));

    const outcome = publisher.publish(post('1'));
    await time.settle();

    expect(await outcome).toEqual({ state: 'published', post: { id: 'alice.1' } });
    expect(publisher.unsent).toEqual([]);
    expect(heard).toEqual(['alice.1 1']);
  });

  it('written without a connection survives a reload, and is sent once when there is one', async () => {
    const { device, time, network, stored, bodies, wake } = world();
    const storage = createMemoryStorage<RecordOf<UnsentPost>>();
    network.answer = () => NO_NETWORK;
    const before = device(storage).publisher;
    const outcomes = [before.publish(post('1')), before.publish(post('2', 'A ladder'))];
    await time.settle();
    expect(await Promise.all(outcomes)).toEqual([{ state: 'waiting' }, { state: 'waiting' }]);
    before.close();

    const { publisher } = device(storage);
    await time.settle();
    expect(publisher.unsent.map(({ fields }) => fields['title'])).toEqual(['A flat tyre', 'A ladder']);
    network.answer = () => undefined;
    wake();
    await time.settle();

    expect(publisher.unsent).toEqual([]);
    expect([...stored.keys()]).toEqual(['1', '2']);
    expect(bodies.findLast(({ clientId }) => clientId === '1')).toEqual({
      clientId: '1',
      kind: 'need',
      title: 'A flat tyre',
    });
  });

  it('whose answer was lost is repeated word for word', async () => {
    const { device, time, network, stored, bodies } = world();
    Object.assign(network, { answer: () => NO_NETWORK, losesAnswers: true });
    const { publisher } = device();
    void publisher.publish(post('1'));
    await time.settle();

    network.answer = () => undefined;
    await time.advance(60_000);

    expect(publisher.unsent).toEqual([]);
    expect(stored.size).toBe(1);
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it.each([
    ['400 that names a field', refusal(400, 'invalid')],
    ['409 of another post', refusal(409, 'client-id-taken')],
    ['429 without a time: too many are open', refusal(429, 'too-many-requests')],
    ['429 of a limit that lasts a month', refusal(429, 'too-many-requests', 2_678_400)],
  ])('that is refused by a %s waits for its writer, also after a reload', async (_, problem) => {
    const { device, time, network, bodies } = world();
    const storage = createMemoryStorage<RecordOf<UnsentPost>>();
    network.answer = () => problem;
    const before = device(storage).publisher;
    const outcome = before.publish(post('1'));
    await time.settle();
    expect(await outcome).toEqual({ state: 'refused', problem });
    before.close();

    network.answer = () => undefined;
    const { publisher } = device(storage);
    await time.advance(3_600_000);
    expect(publisher.unsent).toMatchObject([{ clientId: '1', problem: { status: problem.status } }]);
    expect(bodies).toHaveLength(1);
    publisher.retry('1');
    await time.settle();

    expect(publisher.unsent).toEqual([]);
    expect(bodies).toHaveLength(2);
  });

  it('over the limit of a day waits for the time that the server says', async () => {
    const { device, time, network, stored } = world();
    network.answer = () => refusal(429, 'too-many-requests', 7_200);
    const { publisher } = device();
    const outcome = publisher.publish(post('1'));
    await time.settle();
    expect(await outcome).toEqual({ state: 'waiting' });
    expect(publisher.unsent).toMatchObject([{ delay: { until: time.now() + 7_200_000 } }]);

    network.answer = () => undefined;
    await time.advance(7_100_000);
    expect(stored.size).toBe(0);
    await time.advance(200_000);

    expect(stored.size).toBe(1);
  });

  it('that is discarded is not sent any more, and is of nobody else', async () => {
    const { device, time, network, stored } = world();
    const storage = createMemoryStorage<RecordOf<UnsentPost>>();
    network.answer = () => NO_NETWORK;
    const { publisher, signOut } = device(storage);
    void publisher.publish(post('1'));
    void publisher.publish(post('2'));
    await time.settle();
    publisher.discard('1');
    signOut();
    network.answer = () => undefined;
    await time.advance(120_000);
    expect(stored.size, 'nothing is sent after the session').toBe(0);

    expect(device(storage, 'bob').publisher.unsent).toEqual([]);
    await time.settle();
    expect(stored.size).toBe(0);
    device(storage);
    await time.settle();

    expect([...stored.keys()]).toEqual(['2']);
  });
});
