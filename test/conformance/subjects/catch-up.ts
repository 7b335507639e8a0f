/** What a device that was away reads, and how. */

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Entry, Problem } from '../client.ts';
import type { World } from '../world.ts';

export function catchUp({ ben, cat }: World): void {
  interface Page {
    readonly items: readonly Entry[];
    readonly more: boolean;
  }
  const readLog = (after: number, limit: number): Promise<Page> =>
    ben.phone.get(`/conversations/${cat.name}/log?after=${after}&limit=${limit}`);

  it('lets a device that was away read exactly what it missed, in order, page by page', async () => {
    const { lastSeq } = await ben.phone.conversation(cat.name);
    const one = await cat.desk.send(ben.name, 'one');
    const two = await ben.desk.send(cat.name, 'two');
    const three = await cat.phone.send(ben.name, 'three');

    const missed = await ben.phone.log(cat.name, lastSeq);
    const [first, second] = [await readLog(lastSeq, 2), await readLog(lastSeq + 2, 2)];

    expect(missed.map(({ id, body }) => [id, body])).toEqual([one, two, three].map(({ id, body }) => [id, body]));
    expect([first.items, second.items].flat()).toEqual(missed);
    expect([first.more, second.more]).toEqual([true, false]);
    expect(await readLog(three.seq, 2)).toEqual({ items: [], more: false });
  });

  it('continues where the newest page of messages ends, even after an entry that is not a message', async () => {
    const { id, seq } = await cat.desk.send(ben.name, 'four');
    await ben.desk.act('PUT', `/messages/${id}/reactions/${encodeURIComponent('👍')}`);

    const page = await ben.phone.get<{ items: Entry[]; through: number }>(`/messages?target=${cat.name}`);
    await cat.desk.send(ben.name, 'five');
    const missed = await ben.phone.log(cat.name, page.through);

    expect(page.items[0]).toMatchObject({ id, reactions: [{ emoji: '👍', people: [ben.name] }] });
    expect(page.through).toBe(seq + 1);
    expect(missed).toMatchObject([{ kind: 'message', body: 'five', seq: seq + 2 }]);
  });

  it('tells a device that has seen more than there is to start over', async () => {
    const { lastSeq } = await ben.desk.conversation(cat.name);
    const after = lastSeq + 1;

    const log = await ben.desk.call<Problem>('GET', `/conversations/${cat.name}/log?after=${after}`);
    const send = await ben.desk.call<Problem>('POST', '/messages', {
      recipient: cat.name,
      body: 'from the future',
      clientId: randomUUID(),
      after,
    });

    expect([log, send]).toMatchObject([409, 409].map((status) => ({ status, body: { code: 'reset' } })));
    expect((await ben.desk.conversation(cat.name)).lastSeq).toBe(lastSeq);
  });

  it('learns from the inbox where there is something to read', async () => {
    const { seq, id } = await cat.desk.send(ben.name, 'six');

    await expect
      .poll(() => ben.phone.inbox(cat.name), { timeout: 20_000 })
      .toMatchObject({ lastSeq: seq, lastMessage: { id, body: 'six' } });
  });
}
