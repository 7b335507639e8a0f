/** Read receipts. */

import { expect, it, vi } from 'vitest';
import { PATIENCE } from '../client.ts';
import type { World } from '../world.ts';

export function receipts({ ann, cat }: World): void {
  const read = (seq: number) => cat.desk.act('POST', `/conversations/${ann.name}/read`, { seq });
  const shown = async () => (await ann.desk.conversation(cat.name)).peerReadSeq;

  it('say how far the peer has read, in a frame and in the conversation', async () => {
    const socket = await ann.phone.live();
    const { seq, id } = await ann.desk.send(cat.name, 'have you seen this?');

    await read(seq);

    const frame = { type: 'read', conversation: id.slice(0, id.lastIndexOf('.')), by: cat.name, seq };
    await vi.waitFor(() => expect(socket.frames).toContainEqual(frame), PATIENCE);
    expect(await shown()).toBe(seq);
    socket.close();
  });

  it('are not sent by a person who has turned them off, whose own unread count is still right', async () => {
    const [hers, other] = await Promise.all([ann.phone.live(), cat.phone.live()]);
    try {
      expect(await cat.desk.call('PATCH', '/me', { readReceipts: false })).toMatchObject({
        status: 200,
        body: { readReceipts: false },
      });
      const { seq } = await ann.desk.send(cat.name, 'and this?');

      await read(seq);
      await vi.waitFor(
        () => expect(other.frames).toContainEqual(expect.objectContaining({ type: 'read', by: cat.name, seq })),
        PATIENCE,
      );
      const { id } = await ann.desk.send(cat.name, 'well?');
      await vi.waitFor(() => expect(hers.announced()).toContain(id), PATIENCE);

      expect(hers.frames.filter((frame) => frame.type === 'read' && frame.seq === seq)).toEqual([]);
      expect(await shown()).toBe(0);
      expect(await cat.phone.conversation(ann.name)).toMatchObject({ readSeq: seq, unread: 1 });
    } finally {
      await cat.desk.call('PATCH', '/me', { readReceipts: true });
      hers.close();
      other.close();
    }
  });
}
