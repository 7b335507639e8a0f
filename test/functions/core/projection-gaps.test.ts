/** Heads that are behind their log: because a batch is late or given up, or because entries do not follow the head. */

import { describe, expect, it, vi } from 'vitest';
import { editMessage } from '#functions/core/change-message.ts';
import { headOf, type Entry } from '#functions/core/entry.ts';
import { messagePage } from '#functions/core/message-page.ts';
import { repairHead, project } from '#functions/core/projection.ts';
import { failure } from '../support/aws.ts';
import { manualClock } from '../support/clock.ts';
import { deletion, edit, logOf, message, messages, reaction } from '../support/entries.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { MemoryLog } from '../support/memory-log.ts';
import { noFeed } from '../support/no-feed.ts';

const toBob = messages(5);

const last = (log: readonly Entry[]): Entry => log.at(-1) ?? expect.fail('An empty log');

describe('a head that is behind its log, as a reader sees', () => {
  it('is advanced over the entries that follow, once they are applied', async () => {
    const log = new MemoryLog(logOf(message('Secret'), message(), deletion(1)));
    log.headSeqs.set('alice~bob', 1);
    const advanceHead = vi.spyOn(log, 'advanceHead').mockImplementation(async () => {
      expect(log.entries[0]).toMatchObject({ body: '' });
      return 3;
    });

    await repairHead({ log, ...noFeed() }, 'alice~bob', headOf(log.entries[0] ?? last([])), 3);

    expect(advanceHead.mock.calls).toEqual([[headOf(last(log.of('alice~bob'))), 1]]);
  });

  it('is left to the next reader where that fails', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const log = new MemoryLog(toBob);
    vi.spyOn(log, 'advanceHead').mockRejectedValue(new Error('Throttled'));

    await repairHead({ log, ...noFeed() }, 'alice~bob', undefined, 5);

    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});

describe('entries that do not follow the head', () => {
  const conversation = 'alice~bob';

  /** A log whose head is at this seq, and what the consumer does with entries of it. */
  function world(log: MemoryLog, head: number) {
    log.headSeqs.set(conversation, head);
    const tables = { log, conversations: { open: async () => undefined }, ...noFeed(), ...memoryFiles() };
    const consume = (...seqs: readonly number[]) =>
      project(
        seqs.map((seq) => log.find({ conversation, seq }) ?? last([])),
        tables,
      );
    return { advanceHead: vi.spyOn(log, 'advanceHead'), consume, head: () => log.headSeqs.get(conversation) };
  }

  it('advance it once the entries between are applied: no late or abandoned batch is missed', async () => {
    const log = new MemoryLog(logOf(message('Secret'), message(), edit(1), reaction(2), deletion(1), message()));
    const { consume, head } = world(log, 2);

    const failures = await consume(6);

    expect(failures.size).toBe(0);
    expect(head()).toBe(6);
    expect(log.entries).toMatchObject([
      { body: '', deletionSeq: 5 },
      { 'r#alice#👍': { seq: 4, on: true } },
      { body: '' },
      {},
      {},
      {},
    ]);
  });

  it('do not advance it where the entries between cannot be applied', async () => {
    const log = new MemoryLog(logOf(message(), message(), edit(1), message()));
    const { consume, head } = world(log, 2);
    vi.spyOn(log, 'applyEdit').mockRejectedValueOnce(new Error('Throttled'));

    const failures = await consume(4);

    expect([failures.size, head()]).toEqual([1, 2]);
    expect((await consume(4)).size).toBe(0);
    expect(head()).toBe(4);
  });

  it.each([[[3, 4]], [[4]]])(
    'advance it over a change that can never be applied, in the batch or before it: %j',
    async (seqs) => {
      const log = new MemoryLog(logOf(message(), message(), edit(1), edit(2)));
      const { consume, head } = world(log, 2);
      const applyEdit = log.targets.applyEdit;
      vi.spyOn(log, 'applyEdit').mockImplementation(async (change) => {
        if (change.seq === 3) throw failure('ValidationException');
        return applyEdit(change);
      });

      expect((await consume(...seqs)).size).toBe(0);

      expect([head(), log.skipped]).toEqual([4, [3]]);
      expect(log.entries).toMatchObject([{ body: 'Hello' }, { body: 'Hello!' }, {}, {}]);
    },
  );

  it('leave it unchanged where it is as new, whatever is missing before, and read nothing', async () => {
    const log = new MemoryLog(messages(6));
    const { consume, head } = world(log, 6);

    await consume(3, 5);

    expect(head()).toBe(6);
    expect(log.calls.entriesFrom).toBe(0);
  });

  it('may have gaps in one batch: only its last run without gaps counts', async () => {
    const log = new MemoryLog(logOf(message(), edit(1), message(), message(), message()));
    const { advanceHead, consume, head } = world(log, 1);

    await consume(1, 4, 5, 3);

    expect(advanceHead.mock.calls.map(([{ lastSeq }, after]) => [lastSeq, after])).toEqual([
      [5, 2],
      [5, 1],
    ]);
    expect(head()).toBe(5);
    expect(log.entries[0]).toMatchObject({ body: 'Hello!' });
  });

  it('do not create a head: only the first entry does', async () => {
    const log = new MemoryLog(logOf(message(), edit(1), message()));
    const { advanceHead, consume, head } = world(log, 0);

    await consume(3);

    expect(advanceHead.mock.calls.map(([{ lastSeq }, after]) => [lastSeq, after])).toEqual([
      [3, 2],
      [3, 0],
    ]);
    expect(head()).toBe(3);
    expect(log.entries[0]).toMatchObject({ body: 'Hello!' });
  });

  it('are done where another batch has advanced it past them in the meantime', async () => {
    const log = new MemoryLog(messages(6));
    const { advanceHead, consume, head } = world(log, 1);

    expect((await Promise.all([consume(6), consume(5), consume(3)])).map(({ size }) => size)).toEqual([0, 0, 0]);

    expect(head()).toBe(6);
    expect(advanceHead.mock.calls.map(([{ lastSeq }, after]) => [lastSeq, after])).toEqual([
      [6, 5],
      [5, 4],
      [3, 2],
      [6, 1],
      [6, 1],
      [6, 1],
    ]);
  });

  it('advance it step by step over a long gap, so that little is repeated after an interruption', async () => {
    const log = new MemoryLog(messages(1_000));
    const { advanceHead, consume, head } = world(log, 1);
    const stop = new Error('The time was up');
    advanceHead.mockImplementation(async (entry, after) => {
      if (entry.lastSeq === 601) throw stop;
      return MemoryLog.prototype.advanceHead.call(log, entry, after);
    });

    const failures = await consume(1_000);
    const reached = head();
    advanceHead.mockRestore();
    await consume(1_000);

    expect([...failures.values()]).toEqual([stop]);
    expect([reached, head()]).toEqual([401, 1_000]);
    expect(log.calls.entriesFrom).toBe(3 + 3);
  });

  it('end at a conversation that was removed in the meantime', async () => {
    const log = new MemoryLog();
    const { consume, head } = world(log, 0);
    log.find = () => last(messages(6));

    expect((await consume(6)).size).toBe(0);
    expect(head()).toBe(0);
  });
});

describe('an edit that was not applied and whose batch is late', () => {
  it('is in an older page, and can be undone for good, after a later entry was projected', async () => {
    const log = new MemoryLog(logOf(message('Hello'), message(), message(), message(), edit(1), message()));
    const tables = { log, conversations: { open: async () => undefined }, ...noFeed(), ...memoryFiles() };
    const [late, newest] = log.of('alice~bob').slice(4);
    log.headSeqs.set('alice~bob', 4);
    await project(newest ? [newest] : [], tables);

    const page = await messagePage(log, 'alice~bob', 2, 15);
    const recipients = {
      load: async (username: string) => ({
        profile: { username, displayName: username, createdAt: 0 },
        blocksSender: false,
      }),
    };
    const request = {
      person: 'alice',
      position: { conversation: 'alice~bob', seq: 1 },
      clientId: 'undo',
      requestId: 'undo',
      origin: undefined,
    };
    await editMessage({ log, recipients, clock: manualClock(), limits: {} }, { ...request, body: 'Hello' });
    await project(late ? [late] : [], tables);

    expect(page.messages).toMatchObject([{ seq: 1, body: 'Hello!', editSeq: 5 }]);
    expect(log.find({ conversation: 'alice~bob', seq: 1 })).toMatchObject({ body: 'Hello', editSeq: 7 });
  });
});
