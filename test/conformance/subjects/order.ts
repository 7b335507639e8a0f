/** One order of messages for everybody. */

import { expect, it } from 'vitest';
import type { Device, Entry } from '../client.ts';
import type { World } from '../world.ts';

export function order({ ann, ben }: World): void {
  /** Sends one message after another, as a device does. */
  async function write(device: Device, recipient: string, texts: readonly string[]): Promise<void> {
    for (const body of texts) await device.send(recipient, body);
  }

  it('is the same for both people, has no holes, and keeps that of each device while four write at once', async () => {
    const { lastSeq } = await ann.desk.conversation(ben.name);
    const writers: [Device, string, string[]][] = [
      [ann.desk, ben.name, ['her desk 1', 'her desk 2', 'her desk 3']],
      [ann.phone, ben.name, ['her phone 1', 'her phone 2', 'her phone 3']],
      [ben.desk, ann.name, ['his desk 1', 'his desk 2', 'his desk 3']],
      [ben.phone, ann.name, ['his phone 1', 'his phone 2', 'his phone 3']],
    ];

    await Promise.all(writers.map((writer) => write(...writer)));

    const [hers, his] = await Promise.all([ann.phone.log(ben.name, lastSeq), ben.desk.log(ann.name, lastSeq)]);
    expect(hers.map(({ seq }) => seq)).toEqual(Array.from({ length: 12 }, (_, i) => lastSeq + 1 + i));
    expect(his.map(({ id, body }) => [id, body])).toEqual(hers.map(({ id, body }) => [id, body]));
    for (const [, , texts] of writers)
      expect(hers.map(({ body }) => body).filter((body) => texts.includes(body ?? ''))).toEqual(texts);
  });

  it('is part of the ids, which are the two sorted names and the seq', async () => {
    const { id, seq } = await ben.desk.send(ann.name, 'who comes first?');

    expect(id).toBe(`${[ann.name, ben.name].toSorted().join('~')}.${seq}`);
    expect(await ann.phone.get<Entry>(`/messages/${id}`)).toMatchObject({
      seq,
      sender: ben.name,
      body: 'who comes first?',
    });
  });

  it('is reversed in the pages of messages: the newest comes first', async () => {
    const log = (await ann.desk.log(ben.name, 0)).filter(({ kind }) => kind === 'message').toReversed();

    const first = await ben.desk.get<{ items: Entry[]; next: number }>(`/messages?target=${ann.name}&limit=5`);
    const second = await ben.desk.get<{ items: Entry[] }>(`/messages?target=${ann.name}&limit=5&before=${first.next}`);

    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(log.slice(0, 10).map(({ id }) => id));
  });
}
