/** Files of messages that are forwarded: the server copies them, and this device uploads nothing. */

import { beforeAll, describe, expect, it } from 'vitest';
import { bodiesOf, callsOf, isSend, noNetwork } from './devices.ts';
import { aliceWithFiles, idsSent, rowsOf } from './file-sender.ts';

// It is loaded with the first file, which takes longer than a test lets the clock stand still.
beforeAll(() => import('#client/uploads.ts'));

const LEASE = {
  ...{ key: 'key of lease', name: 'lease', type: 'text/plain', bytes: 5 },
  from: { message: 'alice~carla.7', id: 'original' },
};

describe('a message with forwarded files', () => {
  it('asks the server for a copy of each, and is sent with the ids of the copies', async () => {
    const { cloud, time, center, reload } = aliceWithFiles();
    const mailbox = await reload();

    mailbox.sendMessage('bob', 'Here', { attachments: [LEASE] });
    await time.settle();

    expect(bodiesOf(callsOf(cloud, 'POST', '/attachments'))).toEqual([{ from: LEASE.from }]);
    expect(center.arrived).toEqual([]);
    expect(idsSent(cloud)).toEqual([[...center.stored.keys()]]);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
  });

  it('waits for a connection, also through a reload, and is sent once', async () => {
    const { cloud, time, center, reload } = aliceWithFiles();
    const before = await reload();
    center.fault = noNetwork;
    before.sendMessage('bob', 'Here', { attachments: [LEASE] });
    await time.settle();

    const mailbox = await reload();
    const waiting = rowsOf(mailbox);
    center.fault = () => undefined;
    await time.advance(60_000);

    expect(waiting).toMatchObject([{ state: 'pending', attachments: [{ from: LEASE.from }] }]);
    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
    expect(callsOf(cloud, 'POST', '/messages').filter(isSend)).toHaveLength(1);
  });

  it('names another copy where the server has forgotten the first', async () => {
    const { cloud, time, center, reload } = aliceWithFiles();
    const before = await reload();
    center.fault = (call) => (isSend(call) ? 'request lost' : undefined);
    before.sendMessage('bob', 'Here', { attachments: [LEASE] });
    await time.settle();
    center.stored.clear();

    const mailbox = await reload();
    center.fault = () => undefined;
    await time.advance(60_000);

    expect(rowsOf(mailbox)).toMatchObject([{ state: 'sent' }]);
    expect(callsOf(cloud, 'POST', '/attachments')).toHaveLength(2);
    expect(idsSent(cloud).at(-1)).toEqual([...center.stored.keys()]);
  });

  it('is not sent where the original is gone, and its writer is told', async () => {
    const { cloud, time, center, reload } = aliceWithFiles();
    const mailbox = await reload();
    const problem = {
      ...{ type: 'urn:problem:not-found', code: 'not-found', title: 'Not found', status: 404, detail: 'It is gone.' },
      requestId: 'request',
    };
    center.refusal = () => Response.json(problem, { status: 404, headers: { 'x-version': '5' } });

    mailbox.sendMessage('bob', 'Here', { attachments: [LEASE] });
    await time.settle();

    expect(rowsOf(mailbox)).toMatchObject([{ state: 'failed', problem: { code: 'not-found' } }]);
    expect(idsSent(cloud)).toEqual([]);
  });
});
