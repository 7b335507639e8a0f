/** Edits, deletions, reactions and replies. */

import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Device, Entry, Problem } from '../client.ts';
import type { World } from '../world.ts';

/** What a message said before it was edited. */
interface Bodies {
  readonly items: readonly { readonly body: string }[];
}

export function changes({ ann, ben, cat }: World): void {
  const reaction = (id: string, emoji: string): string => `/messages/${id}/reactions/${encodeURIComponent(emoji)}`;
  const lastSeq = async () => (await cat.desk.conversation(ann.name)).lastSeq;

  it('reach a device that was offline, as entries of the log and in the messages themselves', async () => {
    const before = await lastSeq();
    const first = await cat.desk.send(ann.name, 'hello');
    const answer = await cat.desk.send(ann.name, 'anyone there?', { replyTo: first.id });
    await cat.desk.edit(first.id, 'hello, Ann');
    await cat.phone.act('PUT', reaction(answer.id, '❤️'));
    // The same emoji, as some keyboards spell it.
    await cat.phone.act('PUT', reaction(answer.id, '\u2764'));
    await cat.phone.act('PUT', reaction(answer.id, '🎉'));
    await cat.phone.act('DELETE', reaction(answer.id, '🎉'));

    const missed = await ann.phone.log(cat.name, before);
    const { items } = await ann.phone.get<{ items: Entry[] }>(`/messages?target=${cat.name}&limit=2`);
    const earlier = await ann.phone.get<Bodies>(`/messages/${first.id}/texts`);

    expect(earlier.items).toMatchObject([{ body: 'hello' }]);
    expect(missed).toMatchObject([
      { kind: 'message', id: first.id, body: 'hello, Ann', editedAt: expect.any(String) },
      { kind: 'message', id: answer.id, quote: { id: first.id, sender: cat.name, body: 'hello, Ann' } },
      { kind: 'edit', target: first.id, body: 'hello, Ann' },
      { kind: 'reaction', target: answer.id, emoji: '❤️', on: true },
      { kind: 'reaction', target: answer.id, emoji: '🎉', on: true },
      { kind: 'reaction', target: answer.id, emoji: '🎉', on: false },
    ]);
    expect(items).toMatchObject([
      { id: answer.id, reactions: [{ emoji: '❤️', people: [cat.name] }] },
      { id: first.id, body: 'hello, Ann' },
    ]);
  });

  it('are searched as they are now, by both people', async () => {
    const [word, wordToo] = [`w${randomUUID().slice(0, 8)}`, `w${randomUUID().slice(0, 8)}`];
    const { id } = await cat.desk.send(ann.name, `say ${word} again`);
    const found = (device: Device, peer: string, text: string) =>
      device.get<{ items: readonly object[] }>(`/conversations/${peer}/search?text=${text}`);

    expect((await found(ann.desk, cat.name, `${word.toUpperCase()}+say`)).items).toMatchObject([{ id }]);
    await cat.desk.edit(id, `say ${wordToo} again`);

    expect((await found(ann.desk, cat.name, word)).items).toEqual([]);
    expect((await found(ann.desk, cat.name, wordToo)).items).toMatchObject([{ id }]);
    expect((await found(cat.phone, ann.name, wordToo)).items).toMatchObject([{ id }]);
    await cat.desk.act('DELETE', `/messages/${id}`);
    expect((await found(ann.desk, cat.name, wordToo)).items).toEqual([]);
    expect((await ann.desk.get<Bodies>(`/messages/${id}/texts`)).items).toEqual([]);
  });

  it('erase a deleted text and its edits from every answer, and leave a placeholder', async () => {
    const before = await lastSeq();
    const [secret, secretToo] = [randomUUID(), randomUUID()];
    const { id } = await cat.desk.send(ann.name, secret);
    await cat.desk.edit(id, secretToo);
    await ann.desk.act('PUT', reaction(id, '👍'));
    await ann.desk.send(cat.name, 'you did not!', { replyTo: id });

    await cat.phone.act('DELETE', `/messages/${id}`);

    for (const [device, peer] of [
      [cat.desk, ann.name],
      [ann.desk, cat.name],
    ] as const) {
      const entries = await device.log(peer, before);
      expect(entries.map(({ kind }) => kind)).toEqual(['message', 'edit', 'reaction', 'message', 'deletion']);
      expect(entries).toMatchObject([
        { body: '', deleted: 'sender' },
        { body: '' },
        {},
        { quote: { id, body: '', deleted: 'sender' } },
        { target: id, by: 'sender' },
      ]);
      const answers = await Promise.all(
        [
          ...entries.map((entry) => `/messages/${entry.id}`),
          `/messages?target=${peer}`,
          `/conversations/${peer}`,
          '/conversations',
        ].map((path) => device.get(path)),
      );
      const said = JSON.stringify([entries, answers, await exported(device)]);
      expect(said).not.toContain(secret);
      expect(said).not.toContain(secretToo);
    }
  });

  async function exported(device: Device): Promise<unknown[]> {
    const items: unknown[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: { items: unknown[]; next?: string } = await device.get(
        `/me/export${cursor && `?cursor=${encodeURIComponent(cursor)}`}`,
      );
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  }

  it('that change nothing append nothing', async () => {
    const { id } = await cat.desk.send(ann.name, 'as it is');
    const gone = await cat.desk.send(ann.name, 'gone');
    await ann.desk.act('PUT', reaction(id, '👍'));
    await cat.desk.act('DELETE', `/messages/${gone.id}`);
    const before = await lastSeq();

    await cat.phone.edit(id, 'as it is');
    await ann.phone.act('PUT', reaction(id, '👍'));
    await ann.phone.act('DELETE', reaction(id, '🎉'));
    await cat.phone.act('DELETE', `/messages/${gone.id}`);

    expect(await lastSeq()).toBe(before);
  });

  it('are refused to others, except for reactions, and on anything but an existing message', async () => {
    const { id } = await cat.desk.send(ann.name, 'mine');
    await cat.desk.edit(id, 'mine alone');
    const edit = (await cat.desk.log(ann.name, 0)).at(-1);
    const gone = await cat.desk.send(ann.name, 'gone');
    await cat.desk.act('DELETE', `/messages/${gone.id}`);
    const before = await lastSeq();

    const refusals = await Promise.all([
      ann.desk.call<Problem>('PATCH', `/messages/${id}`, { body: 'mine' }),
      ann.desk.call<Problem>('DELETE', `/messages/${id}`),
      cat.desk.call<Problem>('PATCH', `/messages/${gone.id}`, { body: 'back' }),
      ann.desk.call<Problem>('PUT', reaction(gone.id, '👍')),
      cat.desk.call<Problem>('PATCH', `/messages/${edit?.id}`, { body: 'an edit of an edit' }),
      ann.desk.call<Problem>('PUT', reaction(id, 'heart')),
      ann.desk.call<Problem>('PUT', reaction(id, '👍🎉')),
    ]);

    expect(edit).toMatchObject({ kind: 'edit', target: id });
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'not-yours'],
      [403, 'not-yours'],
      [409, 'deleted'],
      [409, 'deleted'],
      [404, 'not-found'],
      [400, 'invalid'],
      [400, 'invalid'],
    ]);
    expect(await ann.desk.get(`/messages/${id}`)).toMatchObject({ body: 'mine alone' });
    expect(await lastSeq()).toBe(before);
  });

  it('are refused if a reply is to a message of another conversation', async () => {
    const { id } = await ann.desk.send(ben.name, 'elsewhere');
    const before = await lastSeq();
    const missing = id.replace(/\d+$/, '999999999');

    for (const replyTo of [id, missing, 'nonsense']) {
      const answer = await ann.desk.call<Problem>('POST', '/messages', {
        recipient: cat.name,
        body: 'about that',
        replyTo,
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid', errors: { replyTo: expect.any(String) } } });
    }

    expect(await lastSeq()).toBe(before);
  });
}
