/** Appending after the entry that the client has seen last, which the caller has read with other things. */

import { describe, expect, it } from 'vitest';
import { Refusal } from '#contract/refusal.ts';
import { append, type Append, type Appended } from '#functions/core/append.ts';
import { nextEntry, type Draft } from '#functions/core/entry.ts';
import { manualClock } from '../support/clock.ts';
import { message, messages } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';

const admitted = async (): Promise<undefined> => undefined;
const seqs = (log: MemoryLog): number[] => log.of('alice~bob').map(({ seq }) => seq);

describe('a draft whose client has seen the newest entry, which is read along', () => {
  const drafted = (log: MemoryLog, draft: Draft, more: Partial<Append> = {}): Promise<Appended> => {
    const request = { draft, after: 2, seen: log.get({ conversation: 'alice~bob', seq: 2 }), rate: undefined };
    return append(log, { ...request, admit: admitted, ...more }, manualClock());
  };

  it('follows it with one write, and no read of the log', async () => {
    const log = new MemoryLog(messages(2));

    const { entry, created } = await drafted(log, message());

    expect([entry.seq, created]).toEqual([3, true]);
    expect(log.calls).toMatchObject({ entriesFrom: 0, tail: 0, put: 1 });
  });

  it('goes on from the log where others were quicker', async () => {
    const log = new MemoryLog(messages(2));
    log.beforePut = ({ seq }) => {
      if (seq === 3) log.write(nextEntry(log.find({ conversation: 'alice~bob', seq: 2 }), message('Faster'), 0));
    };

    const { entry } = await drafted(log, message());

    expect(entry.seq).toBe(4);
    expect(log.calls).toMatchObject({ entriesFrom: 1, put: 2 });
  });

  it('is found where it is stored already, even if it would be refused by now', async () => {
    const log = new MemoryLog(messages(2));
    const draft = message('Once');
    const first = await drafted(log, draft);

    const refused = { admit: () => Promise.reject(new Refusal('not-accepting', 'Blocked since')) };
    const repeated = await drafted(log, { ...draft, requestId: 'a later request' }, refused);

    expect(repeated).toEqual({ entry: first.entry, created: false });
    await expect(drafted(log, message('Another'), refused)).rejects.toMatchObject({ code: 'not-accepting' });
    expect(seqs(log)).toEqual([1, 2, 3]);
  });

  it('is stored once when the answer to its write is lost and the write is retried', async () => {
    const log = new MemoryLog(messages(2));
    log.losesAnswer = () => true;

    const { entry, created } = await drafted(log, message());

    expect([entry.seq, created]).toEqual([3, true]);
    expect(seqs(log)).toEqual([1, 2, 3]);
  });

  it.each([
    ['is not there yet', async () => undefined],
    ['cannot be read', () => Promise.reject(new Error('The table is throttled'))],
  ])('reads the log where the entry %s', async (_, read) => {
    const log = new MemoryLog(messages(2));

    const { entry } = await drafted(log, message(), { seen: read() });

    expect(entry.seq).toBe(3);
    expect(log.calls.entriesFrom).toBe(1);
  });

  it('is refused where the log has another entry in that place', async () => {
    const log = new MemoryLog(messages(2));

    await expect(drafted(log, message(), { generation: 5 })).rejects.toMatchObject({ code: 'reset' });
    expect(seqs(log)).toEqual([1, 2]);
  });
});
