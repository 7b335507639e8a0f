/** The live socket: what it offers, how it stays alive, and what it leaves behind. */

import { describe, expect, it } from 'vitest';
import { liveSocketOf } from './fake-socket.ts';

describe('the live socket', () => {
  it('offers its protocol and the access token, in no URL', async () => {
    const { newest, time } = liveSocketOf();

    await time.settle();

    expect(newest().protocols).toEqual(['message-center.v1', 'bearer.token']);
  });

  it('learns the id of its connection from the ping it sends when it opens', async () => {
    const { live, open } = liveSocketOf();

    const socket = await open();

    expect(socket.sent).toEqual(['{"action":"ping"}']);
    expect(live.connectionId).toBe('abc=');
  });

  it('passes on the frames it knows and ignores everything else', async () => {
    const { frames, open } = liveSocketOf();
    const socket = await open();

    for (const data of ['no JSON', '{"type":"weather"}', 'null', '{"type":"messages","ids":7}', new ArrayBuffer(8)])
      socket.happen('message', data);
    socket.happen('message', '{"type":"messages","ids":["alice~bob.1"]}');

    expect(frames).toEqual([{ type: 'messages', ids: ['alice~bob.1'] }]);
  });

  it('is dialled again after it broke: at growing intervals while that fails, soon once it has worked', async () => {
    const { time, sockets, newest, open, statuses } = liveSocketOf();
    const waits: number[] = [];
    const waitForNext = async () => {
      const [count, before] = [sockets.length, time.now()];
      while (sockets.length === count) await time.advance(250);
      waits.push(time.now() - before);
    };

    await open();
    for (let failures = 0; failures < 8; failures++) {
      newest().happen('close');
      await waitForNext();
    }
    await open();
    newest().happen('close');
    await waitForNext();

    expect(waits).toEqual([750, 1_250, 2_250, 4_250, 8_250, 15_250, 15_250, 15_250, 750]);
    expect(statuses.slice(0, 4)).toEqual(['connecting', 'open', 'offline', 'connecting']);
  });

  it('asks for another token once after a failed handshake, and again only after one that worked', async () => {
    const asked: (string | undefined)[] = [];
    const { time, newest, open } = liveSocketOf(async (refused) => {
      asked.push(refused);
      return refused === undefined ? 'first' : 'second';
    });
    const failing = async () => {
      newest().happen('close');
      await time.advance(20_000);
    };
    await time.settle();

    await failing();
    await failing();
    await open();
    await failing();

    expect(asked).toEqual([undefined, 'first', 'first', undefined]);
    expect(newest().protocols).toEqual(['message-center.v1', 'bearer.first']);
  });

  it('asks for another token again after a minute of failures: the session may have ended meanwhile', async () => {
    const asked: (string | undefined)[] = [];
    const { time, newest } = liveSocketOf(async (refused) => {
      asked.push(refused);
      return refused === undefined ? 'first' : 'second';
    });
    await time.settle();

    for (let i = 0; i < 4; i++) {
      newest().happen('close');
      await time.advance(30_000);
    }

    expect(asked).toEqual([undefined, 'first', 'first', 'second', 'second']);
  });

  it('is dialled at once when the network is back', async () => {
    const { time, sockets, live, open } = liveSocketOf();
    (await open()).happen('close');

    live.wake();
    await time.settle();

    expect(sockets).toHaveLength(2);
  });

  it('is given up at once when the network has gone, and dialled again', async () => {
    const { time, sockets, statuses, live, open } = liveSocketOf();
    await open();

    live.disconnect();
    live.disconnect();
    await time.advance(1_000);

    expect(statuses).toEqual(['connecting', 'open', 'offline', 'connecting']);
    expect(sockets).toHaveLength(2);
  });

  it('is given up when a ping is not answered', async () => {
    const { time, sockets, live, open } = liveSocketOf();
    const socket = await open();
    socket.answers = false;

    live.wake();
    await time.advance(20_000);

    expect(socket.sent).toHaveLength(2);
    expect(socket.closed).toBe(true);
    expect(sockets).toHaveLength(2);
  });

  it('is kept from idling for ten minutes', async () => {
    const { time, sockets, open } = liveSocketOf();
    const socket = await open();

    await time.advance(4.6 * 60_000);

    expect(socket.sent).toHaveLength(2);
    expect(sockets).toHaveLength(1);
  });

  it('is replaced before it is two hours old', async () => {
    const { time, sockets, live, open } = liveSocketOf();
    const first = await open();
    const opened = time.now();

    while (sockets.length === 1) await time.advance(60_000);
    const age = time.now() - opened;
    await open();

    expect(first.closed).toBe(true);
    expect(age).toBeLessThan(2 * 60 * 60_000);
    expect(live.connectionId).toBe('abc=');
  });

  it('is not dialled without a token, and tries again to get one', async () => {
    let tokens = 0;
    const { time, sockets } = liveSocketOf(async () => {
      tokens++;
      if (tokens < 3) throw new Error('No network.');
      return 'token';
    });

    await time.advance(10_000);

    expect(sockets).toHaveLength(1);
  });

  it.each(['asking for a token', 'dialling', 'open', 'waiting'])(
    'leaves nothing behind when it is closed while %s',
    async (moment) => {
      const { time, sockets, live, open, newest } = liveSocketOf();
      if (moment === 'dialling') await time.settle();
      if (moment === 'open' || moment === 'waiting') await open();
      if (moment === 'waiting') newest().happen('close');

      live.close();
      await time.advance(60_000);

      expect(time.pending()).toBe(0);
      expect(sockets.filter(({ closed }) => !closed)).toEqual([]);
    },
  );
});
