/** Unread counts. */

import { expect, it } from 'vitest';
import type { World } from '../world.ts';

export function unread({ ben, cat }: World): void {
  const read = (seq: number, device = ben.desk) => device.act('POST', `/conversations/${cat.name}/read`, { seq });
  const counts = async () => {
    const views = await Promise.all([ben.desk, ben.phone].map((device) => device.conversation(cat.name)));
    return views.map((view) => [view.unread, view.readSeq]);
  };

  it("count the peer's messages after the read position, which only moves forward, on all devices", async () => {
    await read((await ben.desk.send(cat.name, 'all read')).seq);
    const [one, two, mine, three] = [
      await cat.desk.send(ben.name, 'one'),
      await cat.desk.send(ben.name, 'two'),
      await ben.desk.send(cat.name, 'mine does not count'),
      await cat.desk.send(ben.name, 'three'),
    ];
    const before = await counts();

    await read(one.seq);
    const afterOne = await counts();
    await read(mine.seq, ben.phone);
    const afterMine = await counts();
    await read(two.seq);
    const backwards = await counts();
    await read(three.seq, ben.phone);

    const both = (left: number, readSeq: number) => [
      [left, readSeq],
      [left, readSeq],
    ];
    expect(before).toEqual(both(3, one.seq - 1));
    expect(afterOne).toEqual(both(2, one.seq));
    expect(afterMine).toEqual(both(1, mine.seq));
    expect(backwards).toEqual(afterMine);
    expect(await counts()).toEqual(both(0, three.seq));
  });

  it('are the same in the inbox, and do not change with an edit or a reaction', async () => {
    await read((await ben.desk.send(cat.name, 'all read again')).seq);
    const { id, seq } = await cat.desk.send(ben.name, 'count me once');
    await cat.desk.edit(id, 'count me once, still');
    await cat.phone.act('PUT', `/messages/${id}/reactions/${encodeURIComponent('👀')}`);

    await expect
      .poll(() => ben.phone.inbox(cat.name), { timeout: 20_000 })
      .toMatchObject({ unread: 1, lastSeq: seq + 2, readSeq: seq - 1 });
  });

  it('cannot be cleared beyond the newest entry', async () => {
    const { lastSeq } = await ben.desk.conversation(cat.name);

    expect(await ben.desk.call('POST', `/conversations/${cat.name}/read`, { seq: lastSeq + 1 })).toMatchObject({
      status: 409,
      body: { code: 'reset' },
    });
  });

  it('are always 0 for notes to oneself', async () => {
    await ben.desk.send(ben.name, 'milk');

    expect(await ben.phone.conversation(ben.name)).toMatchObject({ unread: 0 });
  });
}
