/** Random histories, restored to a random second: what was deleted stays deleted, and everything fits together. */

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isKnown, isMessage } from '#contract/entry-kinds.ts';
import { peerOf, peopleOf } from '#contract/message-id.ts';
import { requireSameEntry } from '#functions/core/append.ts';
import { generationOf, headOf, sentCount, type Entry } from '#functions/core/entry.ts';
import '../../support/seed.ts';
import { PEOPLE, openWorld, type Act, type World } from './world.ts';

const person = fc.constantFrom(...PEOPLE);
const pair = { by: person, to: person };
const nth = fc.nat(20);
/** At least as many as a restore takes. */
const STEPS = 24;
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('send' as const), ...pair }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('edit' as const), nth }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('delete' as const, 'moderate' as const), nth }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('block' as const, 'unblock' as const), ...pair }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('read' as const), ...pair }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('leave' as const), by: person }) },
  { weight: 3, arbitrary: fc.constant({ act: 'project' } as const) },
);
const history = fc.record({
  before: fc.array(act, { minLength: 3, maxLength: 14 }),
  after: fc.array(act, { minLength: 1, maxLength: 14 }),
  /** The step at which the first attempt of the restore dies, if it has as many. */
  dies: fc.nat(STEPS),
  /** What people send before the next attempt, if a function takes it. */
  between: fc.array(fc.record({ act: fc.constant('send' as const), ...pair }), { minLength: 1, maxLength: 3 }),
});
type History = typeof history extends fc.Arbitrary<infer H> ? H : never;

type Copies = ReadonlyMap<string, readonly Entry[]>;

async function copiesOf(world: World): Promise<Copies> {
  const logs = world.conversationsThere.map(async (id) => [id, await world.log().entriesFrom(id, 1, 500)] as const);
  return new Map(await Promise.all(logs));
}

const idOf = (entry: Entry): string => `${entry.seq} ${generationOf(entry)} ${entry.clientId}`;

interface Weakened {
  readonly raises?: boolean;
  /** Whether the ledger has lost what it noted. */
  readonly forgets?: boolean;
}

async function holds(
  { before, after, dies, between }: History,
  { raises = true, forgets = false }: Weakened = {},
): Promise<void> {
  const world = await openWorld();
  for (const each of before) await world.do(each);
  const then = await copiesOf(world);
  const moment = Date.now();
  for (const each of after) await world.do(each);
  let newest = await copiesOf(world);
  if (forgets) await world.forget();

  let kept: readonly string[] = [];
  await world.restore(moment, { raises, dies }).catch(async (error: unknown) => {
    if (!(error instanceof Error && error.message === 'It died.')) throw error;
    const sent = world.canWrite() ? await sendAll(world, between) : [];
    if (world.isRestored()) kept = sent;
    else newest = await copiesOf(world);
    await world.restore(moment, { raises });
  });

  const everything = await world.everything();
  const deleted = world.sent.filter((message) => message.deleted);
  for (const text of deleted.flatMap(({ texts }) => texts)) expect(everything).not.toContain(`"${text}"`);
  await logsAreThere(world, then, kept);
  await rowsFit(world);
  for (const name of PEOPLE) {
    const profile = await world.users().get(name, 'strong');
    expect(profile?.deletedAt !== undefined).toBe(world.gone.has(name));
  }

  // People write on, further than the lost timeline went, and every device learns what became of its copy.
  for (const [conversation, lost] of newest) {
    const [one, other] = peopleOf(conversation) as [never, never];
    for (let i = 0; i <= lost.length; i++) await world.append(one, other, `later ${i}`);
  }
  const last = await copiesOf(world);
  for (const copies of [then, newest])
    for (const [conversation, copy] of copies) devicesConverge(copy, last.get(conversation) ?? []);
}

/** Sends messages, which are projected at once. @returns the ids of their entries */
async function sendAll(world: World, messages: History['between']): Promise<readonly string[]> {
  const before = world.sent.length;
  for (const each of messages) await world.do(each);
  await world.do({ act: 'project' });
  const copies = await copiesOf(world);
  return world.sent.slice(before).flatMap(({ conversation, seq }) => {
    const entry = copies.get(conversation)?.[seq - 1];
    return entry ? idOf(entry) : [];
  });
}

/**
 * A log is what it was, and then has nothing but deletions and what was sent once it was restored.
 * @param kept the ids of what was sent then
 */
async function logsAreThere(world: World, then: Copies, kept: readonly string[]): Promise<void> {
  const now = await copiesOf(world);
  const ids = [...now.values()].flat().map(idOf);
  for (const id of kept) expect(ids).toContain(id);
  for (const [conversation, entries] of then) {
    const [one, other] = peopleOf(conversation);
    const log = now.get(conversation) ?? [];
    if (one === other && world.gone.has(one)) {
      expect(log).toEqual([]);
      continue;
    }
    expect(log.slice(0, entries.length).map(idOf)).toEqual(entries.map(idOf));
    const added = log.slice(entries.length).filter((entry) => !kept.includes(idOf(entry)));
    expect(added.map(({ kind }) => kind)).toEqual(added.map(() => 'deletion'));
    for (const message of world.sent.filter(
      (each) => each.conversation === conversation && each.seq <= entries.length,
    )) {
      const entry = log[message.seq - 1];
      if (!entry || !isMessage(entry) || !isKnown(entry)) continue;
      expect(entry.deletionSeq !== undefined).toBe(message.deleted);
      // Its deletion is an entry, so that a device which has the message learns of it.
      if (message.deleted)
        expect(log[(entry.deletionSeq ?? 0) - 1]).toMatchObject({ kind: 'deletion', target: message.seq });
    }
  }
}

async function rowsFit(world: World): Promise<void> {
  for (const [conversation, log] of await copiesOf(world)) {
    const [head] = await world.log().heads([conversation]);
    const tail = log.at(-1);
    expect(head).toEqual(tail && { ...headOf(tail), seq: 0 });
    for (const name of new Set(peopleOf(conversation))) {
      const peer = peerOf(conversation, name);
      const row = await world.conversations().get(name, peer);
      if (world.gone.has(name)) continue;
      expect(row?.blocked === true).toBe(world.blocked.has(`${name} ${peer}`));
      if (!tail) continue;
      expect(row).toBeDefined();
      const { readSeq = 0, readCount = 0 } = row ?? {};
      expect(readSeq).toBeLessThanOrEqual(tail.seq);
      const read = log[readSeq - 1];
      expect(readCount).toBe(read ? sentCount(peer, read) : 0);
    }
  }
}

/** A device that has read a log up to any place is told to start over, or has the beginning of what there is now. */
function devicesConverge(copy: readonly Entry[], log: readonly Entry[]): void {
  for (const entry of copy) {
    const isSame = (() => {
      try {
        requireSameEntry(log[entry.seq - 1], entry.seq, generationOf(entry));
        return true;
      } catch {
        return false;
      }
    })();
    if (isSame) expect(copy.slice(0, entry.seq).map(idOf)).toEqual(log.slice(0, entry.seq).map(idOf));
  }
}

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterAll(() => void vi.useRealTimers());

const RUNS = Number(process.env['RESTORE_HISTORIES'] ?? 3);
/** A history takes a second, and several where the machine has other work. */
const TIMEOUT_MS = 180_000 + RUNS * 30_000;
const send = { act: 'send', by: 'ann', to: 'ben' } as const;

describe('a restore to any second of any history', () => {
  it(
    'keeps what was deleted deleted and who was blocked blocked, and all counts right',
    { timeout: TIMEOUT_MS },
    async () => {
      const property = fc.asyncProperty(history, (given) => holds(given));

      await expect(fc.assert(property, { numRuns: RUNS, endOnFailure: true })).resolves.toBeUndefined();
    },
  );

  // The mark, the three functions, and the line after them.
  it.each([5, 4, 3, 2, 1])(
    'takes nothing back that was sent while it let people write (%i steps before its end)',
    { timeout: 180_000 },
    async (left) => {
      const given = { before: [send], after: [send], between: [send], dies: STEPS - left };

      await expect(holds(given)).resolves.toBeUndefined();
    },
  );

  it('is noticed where the ledger was lost', { timeout: 180_000 }, async () => {
    const given = { before: [send], after: [{ act: 'delete', nth: 0 } as const], dies: STEPS, between: [] };
    await holds(given);

    await expect(holds(given, { forgets: true })).rejects.toThrow('not to contain');
  });

  it('is noticed where the generation is not raised', { timeout: 180_000 }, async () => {
    const given = { before: [send], after: [send, send], dies: STEPS, between: [] };
    await holds(given);

    await expect(holds(given, { raises: false })).rejects.toThrow('to deeply equal');
  });
});
