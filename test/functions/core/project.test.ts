import { describe, expect, it, vi } from 'vitest';
import { headOf, type Entry } from '../../../functions/core/entry.ts';
import { mendHead, project, type Projections } from '../../../functions/core/project.ts';
import { deletion, edit, logOf, message, messages } from '../support/entries.ts';
import { MemoryLog } from '../support/memory-log.ts';
import { memoryTargets } from '../support/memory-targets.ts';

function projections() {
  return {
    ...memoryTargets(() => undefined, () => undefined),
    advanceHead: vi.fn<Projections['advanceHead']>().mockResolvedValue(undefined),
    openConversation: vi.fn<Projections['openConversation']>().mockResolvedValue(undefined),
  };
}

const toBob = messages(5);
const toCarol = messages(3, { recipient: 'carol' });

const last = (log: readonly Entry[]): Entry => log.at(-1) ?? expect.fail('An empty log');

describe('a batch of new entries', () => {
  it('writes the head of each conversation once, as of its newest entry', async () => {
    const tables = projections();

    const failures = await project([...toBob.slice(1), ...toCarol.slice(1)], tables);

    expect(failures.size).toBe(0);
    expect(tables.advanceHead.mock.calls).toEqual([[headOf(last(toBob))], [headOf(last(toCarol))]]);
    expect(tables.openConversation).not.toHaveBeenCalled();
  });

  it('writes the head of the newest entry in whatever order the entries come', async () => {
    const tables = projections();

    await project(
      [3, 5, 2, 4].flatMap((seq) => toBob.filter((entry) => entry.seq === seq)),
      tables,
    );

    expect(tables.advanceHead.mock.calls).toEqual([[headOf(last(toBob))]]);
  });

  it('makes the rows of both people on a first entry', async () => {
    const tables = projections();

    await project(toBob, tables);

    expect(tables.openConversation).toHaveBeenCalledExactlyOnceWith('alice', 'bob', toBob[0]?.timestamp);
  });

  it('applies the changes in it before it writes the head: what comes up to a head has been applied', async () => {
    const log = new MemoryLog(logOf(message('Secret'), edit(1), deletion(1)));
    const tables = { ...projections(), ...log.targets };
    tables.advanceHead.mockImplementation(async () => expect(log.entries).toMatchObject([{ body: '' }, { body: '' }, {}]));

    const failures = await project(log.of('alice~bob').toReversed(), tables);

    expect(failures.size).toBe(0);
    expect(tables.advanceHead).toHaveBeenCalledTimes(1);
  });

  it('does nothing when it is empty', async () => {
    const tables = projections();

    expect((await project([], tables)).size).toBe(0);
    expect(tables.advanceHead).not.toHaveBeenCalled();
  });
});

describe('a projection that fails', () => {
  it('is reported for every entry of its conversation, and the other conversations are done', async () => {
    const tables = projections();
    const problem = new Error('Throttled');
    tables.advanceHead.mockImplementation(async ({ conversation }) => {
      if (conversation === 'alice~bob') throw problem;
    });

    const failures = await project([...toBob, ...toCarol], tables);

    expect(new Set(failures.keys())).toEqual(new Set(toBob));
    expect(new Set(failures.values())).toEqual(new Set([problem]));
    expect(tables.advanceHead).toHaveBeenCalledWith(headOf(last(toCarol)));
  });

  it('is reported where only the rows could not be made', async () => {
    const tables = projections();
    tables.openConversation.mockRejectedValue(new Error('Throttled'));

    expect((await project(toBob, tables)).size).toBe(toBob.length);
  });
});

describe('a head that is behind the log somebody reads', () => {
  it('is advanced over what follows it, once that is applied', async () => {
    const log = new MemoryLog(logOf(message('Secret'), message(), deletion(1)));
    const advanceHead = vi.fn<Projections['advanceHead']>(async () => expect(log.entries[0]).toMatchObject({ body: '' }));

    await mendHead(Object.assign(log, { advanceHead }), 'alice~bob', headOf(log.entries[0] ?? last([])), 3);

    expect(advanceHead.mock.calls).toEqual([[headOf(last(log.of('alice~bob')))]]);
  });

  it('is left for the next reader where that fails', async () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const advanceHead = vi.fn<Projections['advanceHead']>().mockRejectedValue(new Error('Throttled'));

    await mendHead(Object.assign(new MemoryLog(toBob), { advanceHead }), 'alice~bob', undefined, 5);

    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});
