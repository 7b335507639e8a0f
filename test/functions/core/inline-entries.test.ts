/** Entries that travel in their announcement: which, to whom, and how many. */

import { describe, expect, it, vi } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import { ServerFrame } from '#contract/frames.ts';
import { presentEntry } from '#functions/api/present.ts';
import { ERASED, type Entry } from '#functions/core/entry.ts';
import { type AnnounceServices, announceEntries } from '#functions/core/notify.ts';
import { logOf, message, messages } from '../support/entries.ts';
import { inlineFrom } from '../support/inline.ts';
import { office } from '../support/office.ts';

/** Sends entries along that read as they are stored now. */
const inlineIn = (services: ReturnType<typeof office>, stored: readonly Entry[]): AnnounceServices => ({
  ...services,
  inline: inlineFrom(services.connections.list, () => stored),
});

/** Returns what was sent along, by socket. */
const sentAlong = ({ posts }: ReturnType<typeof office>) =>
  Object.fromEntries(
    posts().map(({ connectionId, frame }) => [connectionId, (frame as { entries?: readonly object[] }).entries]),
  );

describe('entries that travel', () => {
  it('are what a download returns to each person: only its sender sees the clientId', async () => {
    const services = office('alice-1', 'bob-1');
    const entries = logOf(message('Hello', { clientId: 'mine' }));

    await announceEntries(entries, inlineIn(services, entries), Infinity);

    const { 'alice-1': hers, 'bob-1': his } = sentAlong(services);
    expect(hers).toEqual(entries.map((each) => presentEntry(each, 'alice')));
    expect(his).toEqual(entries.map((each) => presentEntry(each, 'bob')));
    expect(hers).toMatchObject([{ body: 'Hello', clientId: 'mine' }]);
    expect(his?.[0]).not.toHaveProperty('clientId');
    for (const { frame } of services.posts()) expect(ServerFrame.parse(frame)).toEqual(frame);
  });

  it('are as they read now: a batch that comes late brings no text that was deleted since', async () => {
    const services = office('bob-1');
    const [written] = logOf(message('Hello'));
    const deleted =
      written && isMessage(written) ? { ...written, body: ERASED, deletedBy: 'sender' as const } : written;

    await announceEntries(written ? [written] : [], inlineIn(services, deleted ? [deleted] : []), Infinity);

    expect(sentAlong(services)).toMatchObject({ 'bob-1': [{ body: '', deleted: 'sender' }] });
    expect(JSON.stringify(services.posts())).not.toContain('Hello');
  });

  it('go to nobody but the two people of their conversation', async () => {
    const services = office('bob-1', 'carol-1');
    const entries = [...messages(1), ...messages(1, { recipient: 'carol' })];

    await announceEntries(entries, inlineIn(services, entries), Infinity);

    expect(sentAlong(services)).toMatchObject({
      'bob-1': [{ id: 'alice~bob.1' }],
      'carol-1': [{ id: 'alice~carol.1' }],
    });
  });

  it('are none that need another to be shown, of another kind, or not there yet', async () => {
    const services = office('bob-1');
    const [first, second] = messages(2);
    const entries = [first, { ...second, replyTo: 1 }, { ...second, seq: 3, kind: 'poll' }] as Entry[];

    await announceEntries(entries, inlineIn(services, entries.slice(1)), Infinity);

    expect(services.posts()).toEqual([
      { connectionId: 'bob-1', frame: { type: 'messages', ids: ['alice~bob.1', 'alice~bob.2', 'alice~bob.3'] } },
    ]);
  });

  it('are as many as a frame of 32 KB holds, however many bytes their letters take', async () => {
    const services = office('bob-1');
    const entries = messages(20).map((each) => ({ ...each, body: '€'.repeat(1_000) }) as Entry);

    await announceEntries(entries, inlineIn(services, entries), Infinity);

    const [{ frame } = { frame: {} }] = services.posts();
    const { ids, entries: along } = frame as { ids: readonly string[]; entries: readonly object[] };
    const bytes = Buffer.byteLength(JSON.stringify(frame));
    expect(ids).toHaveLength(20);
    expect(along.length).toBeGreaterThan(5);
    expect(bytes).toBeLessThanOrEqual(32 * 1024);
    expect(bytes + Buffer.byteLength(JSON.stringify(along[0]))).toBeGreaterThan(32 * 1024);
  });

  it('are missing where they cannot be read: every socket still has the ids', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const services = office('bob-1', 'alice-1');
    const entries = messages(2);
    const inline = {
      ...inlineFrom(services.connections.list, () => []),
      read: () => Promise.reject(new Error('Busy')),
    };

    expect(await announceEntries(entries, { ...services, inline }, Infinity)).toBe(0);

    const frame = { type: 'messages', ids: ['alice~bob.1', 'alice~bob.2'] };
    expect(services.posts()).toEqual(['bob-1', 'alice-1'].map((connectionId) => ({ connectionId, frame })));
  });

  it('are missing where one cannot be presented, and the others travel', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const services = office('bob-1');
    const [first, second] = messages(2);
    const entries = [{ ...first, timestamp: Infinity }, second] as Entry[];

    await announceEntries(entries, inlineIn(services, entries), Infinity);

    expect(services.posts()).toMatchObject([
      { frame: { ids: ['alice~bob.1', 'alice~bob.2'], entries: [{ id: 'alice~bob.2' }] } },
    ]);
  });
});
