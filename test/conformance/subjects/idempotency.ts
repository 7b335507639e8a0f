/** A repeated send stores nothing new. */

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Entry, Problem, Send } from '../client.ts';
import type { World } from '../world.ts';

export function idempotency({ ann, cat }: World): void {
  /** Returns a send as Ann's desk would make it now. */
  async function draft(body: string): Promise<Send> {
    const { lastSeq } = await ann.desk.conversation(cat.name);
    return { recipient: cat.name, body, clientId: randomUUID(), after: lastSeq };
  }
  const post = (send: Send, device = ann.desk) => device.call<Entry>('POST', '/messages', send);
  const named = async ({ clientId, after = 0 }: Send) =>
    (await ann.desk.log(cat.name, after)).filter((entry) => entry.clientId === clientId);

  it('stores a repeated send once, and returns the same message: first 201, then 200', async () => {
    const send = await draft('once');

    const [first, again, elsewhere] = [await post(send), await post(send), await post(send, ann.phone)];

    expect([first.status, again.status, elsewhere.status]).toEqual([201, 200, 200]);
    expect(first.headers.get('location')).toBe(`/api/messages/${first.body.id}`);
    expect([again.body, elsewhere.body]).toEqual([first.body, first.body]);
    expect(await named(send)).toEqual([first.body]);
  });

  it('stores one of ten concurrent copies', async () => {
    const send = await draft('ten at once');

    const answers = await Promise.all(Array.from({ length: 10 }, () => post(send)));

    expect(answers.map(({ status }) => status).toSorted((one, other) => other - one)).toEqual([
      201,
      ...Array.from({ length: 9 }, () => 200),
    ]);
    expect(await named(send)).toEqual([answers[0]?.body]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('refuses another text with the same clientId', async () => {
    const send = await draft('this');
    const stored = await post(send);

    const other = await ann.desk.call<Problem>('POST', '/messages', { ...send, body: 'not this' });

    expect(other).toMatchObject({ status: 409, body: { code: 'client-id-taken' } });
    expect(await named(send)).toEqual([stored.body]);
  });

  it('recognizes a late repeat after messages of others and an edit', async () => {
    const send = await draft('first');
    const { body: stored } = await post(send);
    await cat.desk.send(ann.name, 'second');
    await cat.phone.send(ann.name, 'third');
    await ann.phone.edit(stored.id, 'first, edited');

    const late = await post(send);

    expect(late).toMatchObject({ status: 200, body: { id: stored.id, body: 'first, edited' } });
    expect((await named(send)).map(({ id }) => id)).toEqual([stored.id]);
  });

  it('returns the placeholder to a repeat of a deleted message', async () => {
    const send = await draft('regretted');
    const { body: stored } = await post(send);
    await ann.desk.act('DELETE', `/messages/${stored.id}`);

    const late = await post(send);

    expect(late).toMatchObject({ status: 200, body: { id: stored.id, body: '', deleted: 'sender' } });
  });

  it('lets two people use the same clientId, and shows it to its sender alone', async () => {
    const send = await draft('hers');
    await post(send);

    const his = await cat.desk.call<Entry>('POST', '/messages', { ...send, recipient: ann.name, body: "cat's" });

    expect(his).toMatchObject({ status: 201, body: { sender: cat.name, clientId: send.clientId } });
    expect(await ann.desk.get<Entry>(`/messages/${his.body.id}`)).not.toHaveProperty('clientId');
  });
}
