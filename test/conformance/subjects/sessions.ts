/** Sessions that end because of a new password. */

import { afterAll, expect, it, vi } from 'vitest';
import { PATIENCE, createDevice } from '../client.ts';
import { passwordMeanwhile, type World } from '../world.ts';

export function sessions({ apiUrl, webSocketUrl, ann, ben }: World): void {
  const meanwhile = passwordMeanwhile(ann.password);
  let changed = false;

  // This must also happen after a failure below.
  afterAll(async () => {
    if (!changed) return;
    const device = createDevice({ apiUrl, webSocketUrl });
    await device.signIn(ann.name, meanwhile);
    const { status } = await device.changePassword(meanwhile, ann.password);
    if (status !== 200)
      throw new Error(`The password of ${ann.name} could not be changed back (${status}); the next run tries again.`);
  });

  it('comes to all other devices with a new password: sockets close, and nothing can be refreshed', async () => {
    const [hers, his] = await Promise.all([ann.phone.live(), ben.desk.live()]);
    const stranger = createDevice({ apiUrl, webSocketUrl });

    changed = true;
    expect(await ann.desk.changePassword(ann.password, meanwhile)).toMatchObject({ status: 200 });

    await vi.waitFor(() => expect(hers.isClosed()).toBe(true), PATIENCE);
    expect(await ann.phone.refresh()).toMatchObject({ status: 401, body: { code: 'no-session' } });
    await expect(ann.phone.live()).rejects.toThrow(/40[13]/);
    expect(await stranger.signIn(ann.name, ann.password)).toMatchObject({
      status: 401,
      body: { code: 'wrong-credentials' },
    });
    expect(await stranger.signIn(ann.name, meanwhile)).toMatchObject({ status: 200 });
    const again = await stranger.live();
    await Promise.all([again.ping(), his.ping()]);
    for (const socket of [again, his]) socket.close();
  });

  it('does not come to the device that changed the password', async () => {
    expect(await ann.desk.refresh()).toMatchObject({ status: 200 });
    expect(await ann.desk.get('/me')).toMatchObject({ username: ann.name });
  });

  it('does not come to anybody after a wrong password', async () => {
    const socket = await ben.desk.live();

    expect(await ben.phone.changePassword('not the password', 'something else entirely')).toMatchObject({
      status: 401,
      body: { code: 'wrong-credentials' },
    });

    await socket.ping();
    expect(await ben.desk.refresh()).toMatchObject({ status: 200 });
    socket.close();
  });
}
