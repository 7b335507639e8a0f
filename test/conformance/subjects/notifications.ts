/** Frames: who gets which, and what they say. */

import { expect, it, vi } from 'vitest';
import { PATIENCE, live } from '../client.ts';
import type { World } from '../world.ts';

export function notifications({ ann, ben, webSocketUrl }: World): void {
  /** Opens a socket on each device. */
  async function sockets() {
    const [herDesk, herPhone, his] = await Promise.all([ann.desk.live(), ann.phone.live(), ben.desk.live()]);
    const close = (): void => {
      for (const socket of [herDesk, herPhone, his]) socket.close();
    };
    return { herDesk, herPhone, his, close };
  }

  it('announce a message to the recipient and the other devices of the sender, by its id alone', async () => {
    const { herDesk, herPhone, his, close } = await sockets();

    const first = await ann.desk.send(ben.name, 'between us', {}, { 'x-connection-id': herDesk.connectionId });
    await vi.waitFor(
      () => expect([his.announced(), herPhone.announced()]).toMatchObject([[first.id], [first.id]]),
      PATIENCE,
    );
    const second = await ann.desk.send(ben.name, 'between us');
    await vi.waitFor(() => expect(herDesk.announced()).toContain(second.id), PATIENCE);

    expect(herDesk.announced()).not.toContain(first.id);
    expect(JSON.stringify([herDesk.frames, herPhone.frames, his.frames])).not.toContain('between us');
    close();
  });

  it("do not skip a socket that is another person's", async () => {
    const { his, close } = await sockets();

    const { id } = await ann.desk.send(ben.name, 'you cannot hush me', {}, { 'x-connection-id': his.connectionId });

    await vi.waitFor(() => expect(his.announced()).toContain(id), PATIENCE);
    close();
  });

  it('are refused without a valid token', async () => {
    for (const protocols of [['message-center.v1'], ['message-center.v1', 'bearer.nonsense']]) {
      await expect(live(webSocketUrl, protocols)).rejects.toThrow(/40[13]/);
    }
  });

  it('come by a socket that ignores unknown frames, and closes after a frame over 4 KB', async () => {
    const socket = await ann.desk.live();

    for (const frame of [
      { action: 'dance' },
      { action: 'typing', to: ben.name },
      { action: 'read', target: 'nobody', seq: 1 },
      {},
    ])
      socket.send(frame);
    await socket.ping();
    socket.send({ action: 'ping', padding: 'x'.repeat(5000) });

    await vi.waitFor(() => expect(socket.isClosed()).toBe(true), PATIENCE);
  });

  it('come over a socket that also shows its person as online', async () => {
    const { close } = await sockets();

    await vi.waitFor(
      async () => expect(await ann.desk.get(`/users/${ben.name}`)).toMatchObject({ online: true }),
      PATIENCE,
    );
    close();
  });
}
