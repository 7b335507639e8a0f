/** The states of the live socket: what a transition ends, and which events each state ignores. */

import { describe, expect, it } from 'vitest';
import { liveSocketOf } from './fake-socket.ts';

/** A token that comes, or fails to, when the test says so. */
function lateToken() {
  let settle = (_token: Promise<string>) => {};
  const token = new Promise<string>((resolve) => {
    settle = resolve;
  });
  return { token, settle };
}

describe('a live socket that waits for a token', () => {
  it.each([
    ['comes', async () => 'late'],
    ['fails to', () => Promise.reject(new Error('No network.'))],
  ])('ignores a token that %s after it has been disconnected', async (_, late) => {
    const { token, settle } = lateToken();
    const { time, sockets, statuses, live } = liveSocketOf(() => token);
    live.disconnect();

    settle(late());
    await time.settle();

    expect(sockets).toEqual([]);
    expect(statuses).toEqual(['connecting', 'offline']);
  });

  it('asks for no second token when it is woken', async () => {
    const { token, settle } = lateToken();
    const { time, sockets, statuses, live } = liveSocketOf(() => token);

    live.wake();
    settle(Promise.resolve('token'));
    await time.settle();

    expect(sockets).toHaveLength(1);
    expect(statuses).toEqual(['connecting']);
  });
});

describe('a live socket that shakes hands', () => {
  it('is given up after half a minute, and its token suspected', async () => {
    const asked: (string | undefined)[] = [];
    const { time, newest, statuses } = liveSocketOf(async (refused) => {
      asked.push(refused);
      return 'token';
    });
    await time.settle();
    const socket = newest();

    await time.advance(29_000);
    const before = [...statuses];
    await time.advance(5_000);

    expect(before).toEqual(['connecting']);
    expect(statuses).toEqual(['connecting', 'offline', 'connecting']);
    expect(socket.closed).toBe(true);
    expect(asked).toEqual([undefined, 'token']);
  });

  it('is given up when the network has gone, and its token not suspected', async () => {
    const asked: (string | undefined)[] = [];
    const { time, newest, live } = liveSocketOf(async (refused) => {
      asked.push(refused);
      return 'token';
    });
    await time.settle();

    live.disconnect();
    const { closed } = newest();
    await time.advance(1_000);

    expect(closed).toBe(true);
    expect(asked).toEqual([undefined, undefined]);
  });

  it('stays the only one when it is woken, and sends nothing', async () => {
    const { time, sockets, live, newest } = liveSocketOf();
    await time.settle();

    live.wake();
    live.send({ action: 'typing', to: 'bob' });
    await time.settle();

    expect(sockets).toHaveLength(1);
    expect(newest().sent).toEqual([]);
  });
});

describe('an open live socket', () => {
  it('sends frames until it breaks, and has no name after that', async () => {
    const { live, open } = liveSocketOf();
    const socket = await open();

    live.send({ action: 'typing', to: 'bob' });
    socket.happen('error');
    live.send({ action: 'typing', to: 'bob' });

    expect(socket.sent).toEqual(['{"action":"ping"}', '{"action":"typing","to":"bob"}']);
    expect(live.connectionId).toBeUndefined();
  });

  it('is given up in time although it is woken again and again', async () => {
    const { time, live, open } = liveSocketOf();
    const socket = await open();
    socket.answers = false;

    for (let seconds = 0; seconds < 16; seconds++) {
      live.wake();
      await time.advance(1_000);
    }

    expect(socket.closed).toBe(true);
  });

  it('hears nothing more of one that it has replaced', async () => {
    const { time, sockets, frames, statuses, live, open } = liveSocketOf();
    const first = await open();
    while (sockets.length === 1) await time.advance(60_000);
    await open();
    const before = [...statuses];

    first.happen('message', '{"type":"messages","ids":["alice~bob.1"]}');
    first.happen('message', '{"type":"pong","connectionId":"old="}');
    first.happen('close');
    first.happen('error');
    first.happen('open');

    expect(frames).toEqual([]);
    expect(statuses).toEqual(before);
    expect(live.connectionId).toBe('abc=');
  });
});

describe('a live socket that waits to dial again', () => {
  it('does not start its wait again when it is disconnected', async () => {
    const { time, sockets, live, open } = liveSocketOf();
    (await open()).happen('close');

    await time.advance(500);
    live.disconnect();
    await time.advance(300);

    expect(sockets).toHaveLength(2);
  });

  it('dials once when it is woken: its timer is over', async () => {
    const { time, sockets, live, open } = liveSocketOf();
    (await open()).happen('close');

    live.wake();
    await open();
    await time.advance(60_000);

    expect(sockets).toHaveLength(2);
  });
});

describe('a closed live socket', () => {
  it('stays closed', async () => {
    const { time, sockets, statuses, live, open } = liveSocketOf();
    const socket = await open();
    live.close();
    const before = [...statuses];

    live.wake();
    live.disconnect();
    live.send({ action: 'ping' });
    socket.happen('close');
    await time.advance(60_000);

    expect(sockets).toHaveLength(1);
    expect(statuses).toEqual(before);
    expect(time.pending()).toBe(0);
  });
});
