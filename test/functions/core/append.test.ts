/** Appending to a log in memory: slots, repeats, refusals. */

import { describe, expect, it, vi } from 'vitest';
import { append, type Append, type Appended } from '#functions/core/append.ts';
import { deleteMessage } from '#functions/core/change-message.ts';
import { nextEntry, type Draft, type Entry } from '#functions/core/entry.ts';
import { manualClock } from '../support/clock.ts';
import { edit, message, messages } from '../support/entries.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { MemoryLog } from '../support/memory-log.ts';

const admitted = async (): Promise<undefined> => undefined;

const appending = (
  log: MemoryLog,
  draft: Draft,
  after?: number,
  admit: Append['admit'] = admitted,
  clock = manualClock(),
): Promise<Appended> => append(log, { draft, after, admit, rate: undefined }, clock);

const seqs = (log: MemoryLog): number[] => log.of('alice~bob').map(({ seq }) => seq);

/** The same send again, as another request. */
const again = (draft: Draft, requestId = 'a later request'): Draft => ({ ...draft, requestId });

/** Lets other writers take the slots of the first `times` writes. */
function losing(log: MemoryLog, times: number): void {
  let lost = 0;
  log.beforePut = ({ seq, conversation }) => {
    if (lost++ < times)
      log.write(
        nextEntry(
          log.of(conversation).at(-1),
          message(`Faster to slot ${seq}`, { sender: 'bob', recipient: 'alice' }),
          0,
        ),
      );
  };
}

describe('a draft', () => {
  it('becomes the first entry of an empty conversation', async () => {
    const log = new MemoryLog();

    const { entry, created } = await appending(log, message(), 0);

    expect(created).toBe(true);
    expect(entry).toMatchObject({ conversation: 'alice~bob', seq: 1, timestamp: manualClock().now() });
    expect(log.entries).toEqual([entry]);
  });

  it('follows the newest entry, with one read and one write', async () => {
    const log = new MemoryLog(messages(7));

    const { entry } = await appending(log, message(), 5);

    expect(entry.seq).toBe(8);
    expect(log.calls).toMatchObject({ entriesFrom: 1, tail: 0, put: 1 });
  });

  it('follows the newest entry where its client does not say what it has seen', async () => {
    const log = new MemoryLog(messages(300));

    const { entry, created } = await appending(log, message());

    expect([entry.seq, created]).toEqual([301, true]);
    expect(log.calls).toMatchObject({ entriesFrom: 0, tail: 1, put: 1 });
  });

  it('takes the next slot when it loses one, after a short wait', async () => {
    const log = new MemoryLog(messages(2));
    const clock = manualClock();
    losing(log, 3);

    const { entry, created } = await appending(log, message(), 2, admitted, clock);

    expect([entry.seq, created]).toEqual([6, true]);
    expect(seqs(log)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(entry.counts).toEqual({ alice: 3, bob: 3 });
    expect(clock.sleeps).toHaveLength(3);
    expect(Math.max(...clock.sleeps)).toBeLessThanOrEqual(100);
  });

  it('takes the second slot when it loses the first one of an empty conversation', async () => {
    const log = new MemoryLog();
    losing(log, 1);

    const { entry } = await appending(log, message());

    expect(entry.seq).toBe(2);
  });

  it('fails after many lost slots, and can be sent again', async () => {
    const log = new MemoryLog();
    losing(log, Infinity);

    const sending = appending(log, message(), 0);

    await expect(sending).rejects.toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(log.entries.every(({ sender }) => sender === 'bob')).toBe(true);
  });

  it('is stored once when the answer to its write is lost and the write is retried', async () => {
    for (const after of [2, undefined]) {
      const log = new MemoryLog(messages(2));
      log.losesAnswer = () => true;

      const { entry, created } = await appending(log, message('Only once'), after);

      expect([entry.seq, created]).toEqual([3, true]);
      expect(seqs(log)).toEqual([1, 2, 3]);
    }
  });

  it('fails, with nothing stored, when the table fails', async () => {
    const log = new MemoryLog();
    log.beforePut = () => Promise.reject(new Error('The table is throttled'));

    await expect(appending(log, message(), 0)).rejects.toThrow('The table is throttled');
    expect(log.entries).toEqual([]);
  });
});

describe('a repeat', () => {
  it('gets the entry stored before, whatever was written since', async () => {
    const log = new MemoryLog(messages(2));
    const draft = message('Once');
    const first = await appending(log, draft, 2);
    for (const entry of messages(40).slice(3)) log.write(entry);

    const second = await appending(log, again(draft), 2);

    expect(second).toEqual({ entry: first.entry, created: false });
    expect(log.entries).toHaveLength(40);
  });

  it('without a clientId is another message', async () => {
    const log = new MemoryLog();

    await appending(log, message('Hi'));
    await appending(log, message('Hi'));

    expect(seqs(log)).toEqual([1, 2]);
  });

  it('gets the placeholder of a message deleted since', async () => {
    const log = new MemoryLog();
    const draft = message('Once');
    const { entry } = await appending(log, draft, 0);
    await deleteMessage(
      { log, ledger: new MemoryLedger(), clock: manualClock(), limits: {}, ...memoryFiles() },
      { person: 'alice', position: entry, clientId: 'deletion', requestId: 'deletion', origin: undefined },
    );

    const second = await appending(log, again(draft), 0);

    expect(second).toMatchObject({ created: false, entry: { seq: 1, body: '', deletedBy: 'sender' } });
    expect(log.entries).toHaveLength(2);
  });

  it('with another text is refused', async () => {
    const log = new MemoryLog();
    const draft = message('Once');
    await appending(log, draft, 0);

    const other = appending(log, again(message('Twice', { clientId: draft.clientId })), 0);

    await expect(other).rejects.toMatchObject({ code: 'client-id-taken' });
    expect(log.entries).toHaveLength(1);
  });

  it('with the same text in another kind of entry is refused', async () => {
    const log = new MemoryLog(messages(1));
    const draft = edit(1);
    await appending(log, draft, 1);

    const other = appending(log, message('Hello!', { clientId: draft.clientId }), 1);

    await expect(other).rejects.toMatchObject({ code: 'client-id-taken' });
  });

  it('is not assumed when the other person chose the same clientId', async () => {
    const log = new MemoryLog();
    await appending(log, message('From alice', { clientId: 'same' }), 0);

    const { entry, created } = await appending(
      log,
      message('From bob', { clientId: 'same', sender: 'bob', recipient: 'alice' }),
      0,
    );

    expect([entry.seq, created]).toEqual([2, true]);
  });

  it('finds the copy that won the slot in the meantime', async () => {
    const log = new MemoryLog(messages(2));
    const draft = message('Once');
    let winner: Entry | undefined;
    log.beforePut = () => {
      winner ??= nextEntry(log.of('alice~bob').at(-1), draft, 1);
      log.write(winner);
    };

    const { entry, created } = await appending(log, again(draft), 2);

    expect(entry).toEqual(winner);
    expect(created).toBe(false);
    expect(seqs(log)).toEqual([1, 2, 3]);
  });

  it('is answered even where it could not be written any more', async () => {
    const log = new MemoryLog();
    const draft = message();
    await appending(log, draft, 0);
    const refusing = vi.fn<Append['admit']>().mockRejectedValue(new Error('No more messages'));

    const { created } = await appending(log, again(draft), 0, refusing);

    expect(created).toBe(false);
    expect(refusing).not.toHaveBeenCalled();
  });
});

describe('admission', () => {
  it('is checked before every write, with the entry the draft would follow', async () => {
    const log = new MemoryLog(messages(2));
    losing(log, 2);
    const admit = vi.fn<Append['admit']>().mockResolvedValue(undefined);

    await appending(log, message(), 1, admit);

    expect(admit.mock.calls.map(([tail]) => tail?.seq)).toEqual([2, 3, 4]);
  });

  it('is given undefined where the conversation is empty', async () => {
    const admit = vi.fn<Append['admit']>().mockResolvedValue(undefined);

    await appending(new MemoryLog(), message(), undefined, admit);

    expect(admit).toHaveBeenCalledExactlyOnceWith(undefined);
  });

  it('that is refused leaves nothing written', async () => {
    const log = new MemoryLog();

    await expect(appending(log, message(), 0, () => Promise.reject(new Error('Not to me')))).rejects.toThrow(
      'Not to me',
    );
    expect(log.calls.put).toBe(0);
  });
});

describe('a client', () => {
  it('may be at most two hundred entries behind', async () => {
    for (const [length, after, outcome] of [
      [200, 0, 'stored'],
      [201, 0, 'behind'],
      [205, 5, 'stored'],
      [206, 5, 'behind'],
    ] as const) {
      const log = new MemoryLog(messages(length));

      const sending = appending(log, message(), after).then(
        () => 'stored',
        ({ code }: { code: string }) => code,
      );

      expect(await sending).toBe(outcome);
      expect(log.entries).toHaveLength(outcome === 'stored' ? length + 1 : length);
    }
  });

  it('that is far behind still gets its repeat answered if the copy is among the entries searched', async () => {
    const log = new MemoryLog();
    const draft = message('Once');
    await appending(log, draft, 0);
    for (const entry of messages(500).slice(1)) log.write(entry);

    expect(await appending(log, again(draft), 0)).toMatchObject({ created: false, entry: { seq: 1 } });
  });

  it('that has seen more than there is must start over', async () => {
    for (const log of [new MemoryLog(), new MemoryLog(messages(4))]) {
      const { length } = log.entries;

      await expect(appending(log, message(), 5)).rejects.toMatchObject({ code: 'reset' });
      expect(log.entries).toHaveLength(length);
    }
  });
});
