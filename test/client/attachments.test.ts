/** Files of messages: uploaded once, sent once, whatever is lost on the way. */

import { beforeAll, describe, expect, it } from 'vitest';
import { callsOf, isSend, noNetwork } from './devices.ts';
import { aliceWithFiles, asks, idsSent, rowsOf } from './file-sender.ts';

const MINUTE_MS = 60_000;

// It is loaded with the first file, which takes longer than a test lets the clock stand still.
beforeAll(() => import('#client/uploads.ts'));

describe('a message with files', () => {
  it('is sent with their ids in order once they are uploaded, and leaves no file behind', async () => {
    const { cloud, time, center, files, reload, send } = aliceWithFiles();
    const mailbox = await reload();

    await send(mailbox, 'one', 'two');
    await time.settle();

    expect(center.arrived).toEqual(['one', 'two']);
    expect(idsSent(cloud)).toEqual([[...center.stored.keys()]]);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
    expect(await files.get('key of one')).toBeUndefined();
    expect(mailbox.uploads.left).toEqual({ uploads: 48, at: time.now() });
  });

  it('is shown at once with its files, and tells how far each has come', async () => {
    const { time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    const shares: (number | undefined)[] = [];
    mailbox.uploads.subscribe(() => shares.push(mailbox.uploads.of('key of one')));
    center.formFault = () => 'stalls';

    await send(mailbox, 'one');
    const shown = rowsOf(mailbox);
    await time.settle();
    const midway = mailbox.uploads.of('key of one');

    expect(shown).toMatchObject([{ state: 'pending', attachments: [{ key: 'key of one', name: 'one' }] }]);
    expect(midway).toBe(0.5);
    expect([...new Set(shares)]).toEqual([0, 0.5]);
  });

  it('whose writer discards it stops its upload, and is not sent', async () => {
    const { cloud, time, center, files, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.formFault = () => 'stalls';
    const key = await send(mailbox, 'one');
    await time.settle();

    mailbox.discardUnsent('bob', key);
    await time.settle();
    center.formFault = () => undefined;
    mailbox.sendMessage('bob', 'next');
    await time.settle();

    expect(rowsOf(mailbox)).toMatchObject([{ body: 'next', state: 'sent' }]);
    expect(mailbox.uploads.of('key of one')).toBeUndefined();
    expect(center.arrived).toEqual([]);
    expect(idsSent(cloud)).toEqual([undefined]);
    expect(await files.get('key of one')).toBeUndefined();
  });

  it('is not overtaken by the next message while it is uploaded', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.formFault = () => 'lost halfway';
    await send(mailbox, 'one');
    mailbox.sendMessage('bob', 'next');
    await time.settle();
    const meanwhile = callsOf(cloud, 'POST', '/messages').length;

    center.formFault = () => undefined;
    await time.advance(MINUTE_MS);

    expect(meanwhile).toBe(0);
    expect(rowsOf(mailbox).map(({ body }) => body)).toEqual([[...center.stored.keys()].join(' '), 'next']);
  });
});

describe('an upload', () => {
  it('whose answer was lost is not made twice', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.formFault = () => 'answer lost';

    await send(mailbox, 'one');
    await time.advance(MINUTE_MS);

    expect(center.arrived).toEqual(['one']);
    expect(asks(cloud)).toBe(1);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });

  it('whose answer was lost before a reload is not made twice', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const before = await reload();
    center.formFault = () => 'answer lost';
    center.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    await send(before, 'one');
    await time.settle();

    center.fault = () => undefined;
    const after = await reload();
    await time.advance(MINUTE_MS);

    expect(center.arrived).toEqual(['one']);
    expect(asks(cloud)).toBe(1);
    expect(rowsOf(after)).toMatchObject([{ state: 'sent' }]);
  });

  it('that was lost halfway is repeated to the same place', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    let tries = 0;
    center.formFault = () => (++tries < 3 ? 'lost halfway' : undefined);

    await send(mailbox, 'one');
    await time.advance(MINUTE_MS);

    expect([tries, asks(cloud), center.arrived]).toEqual([3, 1, ['one']]);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });

  it('of which nothing is heard any more is repeated', async () => {
    const { time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    let tries = 0;
    center.formFault = () => (++tries === 1 ? 'stalls' : undefined);

    await send(mailbox, 'one');
    await time.advance(MINUTE_MS);

    expect([tries, center.arrived]).toEqual([2, ['one']]);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });

  it('whose place has ended gets another one', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.formFault = () => 'lost halfway';
    await send(mailbox, 'one');
    await time.advance(11 * MINUTE_MS);

    center.formFault = () => undefined;
    await time.advance(MINUTE_MS);

    expect(asks(cloud)).toBe(2);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });

  it('goes on after a reload with the files that are left', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const before = await reload();
    center.formFault = (text) => (text === 'two' ? 'lost halfway' : undefined);
    await send(before, 'one', 'two', 'three');
    await time.settle();

    center.formFault = () => undefined;
    const after = await reload();
    await time.advance(MINUTE_MS);

    expect(center.arrived).toEqual(['one', 'two', 'three']);
    expect(rowsOf(after)).toMatchObject([{ state: 'sent' }]);
    expect(idsSent(cloud).at(-1)).toEqual([...center.stored.keys()]);
  });

  it('is made again where the server has removed the file, since the message had to wait for days', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    await send(mailbox, 'one');
    await time.settle();
    mailbox.close();
    await time.advance(3 * 24 * 60 * MINUTE_MS);

    center.fault = () => undefined;
    const after = await reload();
    await time.advance(MINUTE_MS);

    expect(center.arrived).toEqual(['one', 'one']);
    expect(rowsOf(after)).toMatchObject([{ state: 'sent' }]);
    expect(idsSent(cloud).at(-1)).toEqual([[...center.stored.keys()].at(-1)]);
  });

  it('that the storage refuses fails with words, and Retry begins again', async () => {
    const { cloud, time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.formFault = () => ({ status: 400 });
    const key = await send(mailbox, 'one');
    await time.advance(MINUTE_MS);
    const failed = rowsOf(mailbox);

    center.formFault = () => undefined;
    mailbox.retry('bob', key);
    await time.settle();

    expect(failed).toMatchObject([{ state: 'failed', problem: { code: 'upload-refused' } }]);
    expect(asks(cloud)).toBe(2);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });

  it('that the server will not take does not go on for ever: what it has said is shown', async () => {
    const { time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    await send(mailbox, 'one');
    center.stored.set = () => center.stored;
    await time.advance(10 * MINUTE_MS);

    expect(rowsOf(mailbox)).toMatchObject([{ state: 'failed', problem: { code: 'invalid' } }]);
    expect(center.arrived).toEqual(['one']);
  });

  it('of a file that the browser has lost says so', async () => {
    const { time, files, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    const sent = send(mailbox, 'one');
    await files.remove(['key of one']);
    await sent;
    await files.remove(['key of one']);
    await time.settle();

    expect(rowsOf(mailbox)).toMatchObject([{ state: 'failed', problem: { code: 'file-lost' } }]);
  });

  it.each([
    [3_600, 'pending'],
    [20 * 24 * 3_600, 'failed'],
  ])('over a limit that ends in %i seconds is %s', async (seconds, state) => {
    const { time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    const body = { type: 't', code: 'too-many-requests', title: 'T', status: 429, detail: 'Too many.', requestId: 'r' };
    center.refusal = () =>
      Response.json(body, { status: 429, headers: { 'retry-after': String(seconds), 'x-version': '5' } });

    await send(mailbox, 'one');
    await time.settle();

    expect(rowsOf(mailbox)).toMatchObject([{ state }]);
  });

  it('waits where the functions do not know the route yet', async () => {
    const { time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.refusal = () => Response.json({ message: 'Not Found' }, { status: 404 });
    await send(mailbox, 'one');
    await time.settle();
    const waiting = rowsOf(mailbox);

    center.refusal = () => undefined;
    await time.advance(MINUTE_MS);

    expect(waiting).toMatchObject([{ state: 'pending' }]);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });

  it('waits without a network', async () => {
    const { time, center, reload, send } = aliceWithFiles();
    const mailbox = await reload();
    center.fault = noNetwork;
    await send(mailbox, 'one');
    await time.advance(MINUTE_MS);

    center.fault = () => undefined;
    await time.advance(MINUTE_MS);

    expect(center.arrived).toEqual(['one']);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });
});
