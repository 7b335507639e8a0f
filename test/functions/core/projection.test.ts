/** What a batch of new entries does to the tables. */

import { describe, expect, it, vi } from 'vitest';
import { headOf, type Entry } from '#functions/core/entry.ts';
import type { Conversations, Log } from '#functions/core/ports.ts';
import { project, type ProjectedLog } from '#functions/core/projection.ts';
import { deletion, edit, logOf, message, messages } from '../support/entries.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { MemoryLog } from '../support/memory-log.ts';
import { memoryTargets } from '../support/memory-targets.ts';
import { noFeed } from '../support/no-feed.ts';

/** Tables that accept every head. */
function tablesOf() {
  return {
    log: {
      ...memoryTargets(
        () => undefined,
        () => undefined,
      ),
      entriesFrom: vi.fn<ProjectedLog['entriesFrom']>(),
      advanceHead: vi.fn<ProjectedLog['advanceHead']>(async ({ lastSeq }) => lastSeq),
      get: vi.fn<Log['get']>(),
      forgetFiles: vi.fn<Log['forgetFiles']>(),
      skipIfPermanent: vi.fn<ProjectedLog['skipIfPermanent']>().mockReturnValue(false),
    },
    conversations: { open: vi.fn<Conversations['open']>().mockResolvedValue(undefined) },
    ...noFeed(),
    ...memoryFiles(),
  };
}

const toBob = messages(5);
const toCarol = messages(3, { recipient: 'carol' });

const last = (log: readonly Entry[]): Entry => log.at(-1) ?? expect.fail('An empty log');

describe('a batch of new entries', () => {
  it('writes the head of each conversation once, as of its newest entry', async () => {
    const tables = tablesOf();

    const failures = await project([...toBob.slice(1), ...toCarol.slice(1)], tables);

    expect(failures.size).toBe(0);
    expect(tables.log.advanceHead.mock.calls).toEqual([
      [headOf(last(toBob)), 1],
      [headOf(last(toCarol)), 1],
    ]);
    expect(tables.log.entriesFrom).not.toHaveBeenCalled();
    expect(tables.conversations.open).not.toHaveBeenCalled();
  });

  it('writes the head of the newest entry, whatever the order of the entries', async () => {
    const tables = tablesOf();

    await project(
      [3, 5, 2, 4].flatMap((seq) => toBob.filter((entry) => entry.seq === seq)),
      tables,
    );

    expect(tables.log.advanceHead.mock.calls).toEqual([[headOf(last(toBob)), 1]]);
  });

  it('creates the rows of both people on a first entry', async () => {
    const tables = tablesOf();

    await project(toBob, tables);

    expect(tables.conversations.open).toHaveBeenCalledExactlyOnceWith('alice', 'bob', toBob[0]?.timestamp);
  });

  it('applies its changes before it writes the head: everything up to a head is applied', async () => {
    const log = new MemoryLog(logOf(message('Secret'), edit(1), deletion(1)));
    const tables = tablesOf();
    Object.assign(tables.log, log.targets);
    tables.log.advanceHead.mockImplementation(async ({ lastSeq }) => {
      expect(log.entries).toMatchObject([{ body: '' }, { body: '' }, {}]);
      return lastSeq;
    });

    const failures = await project(log.of('alice~bob').toReversed(), tables);

    expect(failures.size).toBe(0);
    expect(tables.log.advanceHead).toHaveBeenCalledTimes(1);
  });

  it('does nothing when it is empty', async () => {
    const tables = tablesOf();

    expect((await project([], tables)).size).toBe(0);
    expect(tables.log.advanceHead).not.toHaveBeenCalled();
  });
});

describe('a projection that fails', () => {
  it('is reported for every entry of its conversation, and the other conversations are projected', async () => {
    const tables = tablesOf();
    const problem = new Error('Throttled');
    tables.log.advanceHead.mockImplementation(async ({ conversation, lastSeq }) => {
      if (conversation === 'alice~bob') throw problem;
      return lastSeq;
    });

    const failures = await project([...toBob, ...toCarol], tables);

    expect(new Set(failures.keys())).toEqual(new Set(toBob));
    expect(new Set(failures.values())).toEqual(new Set([problem]));
    expect(tables.log.advanceHead).toHaveBeenCalledWith(headOf(last(toCarol)), 0);
  });

  it.each(['advanceHead', 'open'] as const)(
    'is reported even where no retry of %s can help: no head and no row is skipped',
    async (step) => {
      const tables = tablesOf();
      const problem = new Error('The item is too large');
      const failing = step === 'open' ? tables.conversations.open : tables.log.advanceHead;
      failing.mockRejectedValue(problem);
      tables.log.skipIfPermanent.mockReturnValue(true);

      expect(await project(toCarol, tables)).toEqual(new Map(toCarol.map((entry) => [entry, problem])));
    },
  );

  it('is reported where only the rows could not be created', async () => {
    const tables = tablesOf();
    tables.conversations.open.mockRejectedValue(new Error('Throttled'));

    expect((await project(toBob, tables)).size).toBe(toBob.length);
  });
});
