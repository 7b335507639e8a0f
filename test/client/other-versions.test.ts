/** A page that talks to a newer server: it passes over what it does not know, and shows all that it does. */

import { describe, expect, it } from 'vitest';
import type { Mailbox } from '#client/mailbox.ts';
import { VERSION } from '#contract/version.ts';
import type { Entry } from '#functions/core/entry.ts';
import { newerEntry } from '../functions/support/entries.ts';
import { callsOf, isSend, shown, world } from './devices.ts';

/** A server that adds fields of its own to every object that it answers with, and names what it calls a poll. */
function newer(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(newer);
  if (typeof body !== 'object' || body === null) return body;
  const fields = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, newer(value)]));
  return { ...fields, tomorrow: { options: ['Tea'] } };
}

/** Alice and Bob, who have written `one`; and a newer server, which lets Bob write what this version does not know. */
async function tomorrow() {
  const { cloud, device, time } = world();
  const write = async (role: 'message' | 'change'): Promise<void> => {
    const log: readonly Entry[] = cloud.logs.get('alice~bob') ?? [];
    await cloud.append(newerEntry(log, role, { sender: 'bob', recipient: 'alice' }));
    await time.settle();
  };
  await cloud.write('bob', 'alice', ['one']);
  cloud.answered = newer;
  return { cloud, device, time, write };
}

const unknownSeqs = (mailbox: Mailbox) => mailbox.state.conversations['bob']?.unknown.map(({ seq }) => seq);

describe('a page with a newer server', () => {
  it('keeps the place of an entry of an unknown kind that is announced, and goes on', async () => {
    const { cloud, device, time, write } = await tomorrow();
    const alice = await device('alice');
    await alice.open('bob');

    await write('message');
    await write('change');
    await cloud.write('bob', 'alice', ['four']);
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['one', 'four']);
    expect(unknownSeqs(alice)).toEqual([2, 3]);
    expect(alice.state.conversations['bob']).toMatchObject({ through: 4, loading: false });
    // The poll is a message, as the server counts; the change is none.
    expect(alice.state.inbox).toMatchObject([{ lastSeq: 4, unread: 3, lastMessage: { body: 'four' } }]);
    expect(alice.state.connection).toBe('ready');
  });

  it('sends and reads on behind such an entry', async () => {
    const { device, time, write } = await tomorrow();
    const alice = await device('alice');
    await alice.open('bob');
    await write('change');

    alice.sendMessage('bob', 'three');
    await time.settle();
    alice.markRead('bob', 3);
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['one', 'three']);
    expect(alice.state.inbox).toMatchObject([{ lastSeq: 3, unread: 0, readSeq: 3 }]);
  });

  it('opens a conversation, pages back through it and catches up, whatever is in it', async () => {
    const { cloud, device, time, write } = await tomorrow();
    for (let i = 0; i < 40; i++) await write(i % 2 ? 'change' : 'message');
    const alice = await device('alice');

    await alice.open('bob');
    while (alice.state.conversations['bob']?.hasOlder) await alice.loadOlder('bob');
    cloud.delivering = false;
    await write('change');
    await cloud.write('bob', 'alice', ['last']);
    await alice.catchUp();
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['one', 'last']);
    expect(unknownSeqs(alice)).toHaveLength(21);
    expect(alice.state.conversations['bob']).toMatchObject({ through: 43, loading: false });
  });

  it('lists a conversation whose newest message is of an unknown kind', async () => {
    const { device, write } = await tomorrow();
    await write('message');
    const alice = await device('alice');
    await write('change');

    expect(alice.state.inbox).toMatchObject([
      { peer: 'bob', lastSeq: 3, unread: 2, lastMessage: { seq: 2, kind: 'poll' } },
    ]);
  });

  it('passes over frames of an unknown type, and unknown fields of a known one', async () => {
    const { cloud, device, time } = await tomorrow();
    const alice = await device('alice');
    await alice.open('bob');

    cloud.post({ type: 'poll', ids: ['alice~bob.9'], tomorrow: true });
    cloud.post({ message: 'Internal server error' });
    cloud.post({ type: 'typing', from: 'bob', tomorrow: { on: 'phone' } });
    await time.settle();

    expect(alice.state.conversations['bob']).toMatchObject({ typing: true });
    expect(alice.state.connection).toBe('ready');
  });
});

describe('a message that an older function does not understand', () => {
  const refused = (version: number, errors: object = { body: 'Unknown field' }, code = 'unknown-field') =>
    Response.json(
      { type: 'x', title: 'x', status: 400, detail: 'x', code, requestId: 'x', errors },
      { status: 400, headers: { 'x-version': String(version) } },
    );
  const states = (mailbox: Mailbox) => mailbox.state.conversations['bob']?.rows.map(({ state }) => state);

  it.each(['unknown-field', 'outdated'])('(%s) stays pending until another version answers', async (code) => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    await alice.open('bob');
    const version = VERSION + 1;
    cloud.fault = (call) => (isSend(call) ? refused(version, undefined, code) : undefined);
    cloud.version = version;

    alice.sendMessage('bob', 'one');
    alice.sendMessage('bob', 'two');
    await time.advance(10 * 60_000);
    expect(states(alice)).toEqual(['pending', 'pending']);
    expect(alice.state.conversations['bob']?.rows[0]?.delay).toMatchObject({ problem: { code } });
    expect(callsOf(cloud, 'POST', '/messages')).toHaveLength(1);

    cloud.fault = () => undefined;
    cloud.version = version + 1;
    await time.advance(2 * 60_000);
    expect(shown(alice, 'bob')).toEqual(['one', 'two']);
  });

  it('is sent again while functions of both versions answer, with longer and longer waits', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    cloud.fault = (call) => (isSend(call) ? refused(VERSION + 1) : undefined);

    alice.sendMessage('bob', 'one');
    await time.advance(10 * 60_000);

    expect(states(alice)).toEqual(['pending']);
    expect(callsOf(cloud, 'POST', '/messages').length).toBeLessThan(60);
  });

  it('is no longer waited for once its writer has deleted it', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    cloud.version = VERSION + 1;
    cloud.fault = (call) => (isSend(call) && call.body?.includes('one') ? refused(VERSION + 1) : undefined);
    const key = alice.sendMessage('bob', 'one');
    alice.sendMessage('bob', 'two');
    await time.settle();

    alice.discardUnsent('bob', key);
    await time.settle();

    expect(shown(alice, 'bob')).toEqual(['two']);
  });

  it('fails where the server names what this version does not know either', async () => {
    const { cloud, device, time } = world();
    const alice = await device('alice');
    cloud.fault = (call) => (isSend(call) ? refused(VERSION, { tomorrow: 'Unknown field' }) : undefined);

    alice.sendMessage('bob', 'one');
    await time.settle();

    expect(states(alice)).toEqual(['failed']);
  });
});
