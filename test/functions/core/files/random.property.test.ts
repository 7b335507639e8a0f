/**
 * Random lives of files: functions die at any step, sends are repeated, forms are posted to again, the consumer comes
 * late or never, messages are deleted, and the sweep runs. At rest, everything stored has its bytes, and nothing else
 * is left. Weakened rules show that the proof can fail.
 */

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isMessage } from '#contract/entry-kinds.ts';
import type { MessageEntry } from '#functions/core/entry.ts';
import { DAY_MS, filesWorld } from '../../support/files-world.ts';

type World = ReturnType<typeof filesWorld>;

type Act =
  | { readonly kind: 'upload' | 'swap' | 'swap-while-checked' | 'consume' | 'sweep' }
  | { readonly kind: 'send'; readonly upload: number; readonly name: number; readonly diesAt: number }
  | { readonly kind: 'delete'; readonly message: number; readonly diesAt: number }
  | { readonly kind: 'wait'; readonly hours: number };

const diesAt = fc.oneof({ weight: 2, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.nat(5) });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constantFrom('upload', 'swap', 'swap-while-checked', 'consume', 'sweep') }),
  fc.record({ kind: fc.constant('send' as const), upload: fc.nat(3), name: fc.nat(3), diesAt }),
  fc.record({ kind: fc.constant('delete' as const), message: fc.nat(3), diesAt }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(1, 12, 30, 60) }),
);

/** Lets a function die before its nth write: what it has done stays done. */
function dying(world: World) {
  let steps = Infinity;
  const mortal =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      steps-- > 0 ? call(...args) : Promise.reject(new Error('The function died.'));
  const { attachments, files, log, dueTasks } = world;
  attachments.reserve = mortal(attachments.reserve.bind(attachments));
  files.copy = mortal(files.copy);
  log.put = mortal(log.put.bind(log));
  dueTasks.note = mortal(dueTasks.note);
  return async (at: number, call: () => Promise<unknown>): Promise<void> => {
    steps = at;
    await call().catch(() => undefined);
    steps = Infinity;
  };
}

/** Notes what was checked of each file that was copied, and may swap an upload right after it was checked. */
function checking({ files }: World) {
  const { head, copy } = files;
  const checked = new Map<string, string | undefined>();
  const copied = new Map<string, string | undefined>();
  let swaps = false;
  files.head = async (key) => {
    const found = await head(key);
    checked.set(key, files.objects.get(key)?.content);
    if (swaps && found) files.put(key, found.type, 'other');
    swaps = false;
    return found;
  };
  files.copy = async (from, to, etag) => {
    copied.set(to, checked.get(from));
    return copy(from, to, etag);
  };
  return { swapNext: () => void (swaps = true), contentOf: (file: string) => copied.get(file) };
}

/** Plays a history. @returns what is wrong at rest */
async function play(acts: readonly Act[], weaken: (world: World) => void = () => undefined): Promise<string[]> {
  const world = filesWorld();
  weaken(world);
  const checks = checking(world);
  const within = dying(world);
  const uploads: { readonly id: string; readonly content: string; readonly post: (other: string) => void }[] = [];
  /** What each send said the bytes of its attachment are, when it was answered. */
  const sent = new Map<string, string>();
  const stored = (): readonly MessageEntry[] => world.log.entries.filter(isMessage);
  const contentsOf = ({ files = [] }: MessageEntry) =>
    files.map((file) => world.files.objects.get(file)?.content ?? 'none');

  for (const step of acts) {
    if (step.kind === 'upload' || uploads.length === 0) {
      const content = `data${uploads.length}`;
      uploads.push({ content, ...(await world.upload('alice', content)) });
    }
    if (step.kind === 'swap') uploads.at(-1)?.post('other');
    if (step.kind === 'swap-while-checked') checks.swapNext();
    if (step.kind === 'consume') await world.consume();
    if (step.kind === 'sweep') await world.sweep(0);
    if (step.kind === 'wait') await world.sweep(step.hours * 60 * 60_000);
    if (step.kind === 'send') {
      const { id = '' } = uploads[step.upload % uploads.length] ?? {};
      await within(step.diesAt, () => world.send([id], { clientId: `send-${step.name}` }));
    }
    const target = step.kind === 'delete' ? stored()[step.message] : undefined;
    if (step.kind === 'delete' && target) await within(step.diesAt, () => world.remove('alice', target));
    for (const entry of stored())
      if (entry.deletionSeq === undefined && !sent.has(entry.clientId))
        sent.set(entry.clientId, contentsOf(entry).join());
  }
  await world.consume();
  await world.sweep(10 * DAY_MS);

  const wrong: string[] = [];
  const named = new Set<string>();
  const holders = new Map<string, number>();
  for (const entry of stored()) {
    if (entry.deletionSeq !== undefined) continue;
    entry.files?.forEach((file) => named.add(file));
    for (const { id } of entry.attachments ?? []) holders.set(id, (holders.get(id) ?? 0) + 1);
    const checked = (entry.files ?? []).map((file) => checks.contentOf(file)).join();
    if (![sent.get(entry.clientId), checked].every((content) => content === contentsOf(entry).join()))
      wrong.push('lost or swapped');
  }
  if ([...holders.values()].some((count) => count > 1)) wrong.push('in two messages');
  if ([...world.files.objects.keys()].some((key) => !named.has(key))) wrong.push('left behind');
  if (world.attachments.rows.size > 0 || world.dueTasks.tasks.size > 0) wrong.push('not settled');
  return wrong;
}

const histories = fc.array(act, { minLength: 5, maxLength: 30 });
const SEED = 20_261_128;

/** Rules that are weaker than ours. */
const weaker: Readonly<Record<string, (world: World) => void>> = {
  'a sweep that does not ask the log': (world) =>
    void vi.spyOn(world.log, 'entriesFrom').mockImplementation(async (conversation, from, limit) =>
      // The search of a send reads one more than it may find; the sweep reads no more than a step.
      limit === 200
        ? []
        : world.log
            .of(conversation)
            .filter(({ seq }) => seq >= from)
            .slice(0, limit),
    ),
  'a reservation that asks nothing': (world) => {
    const { attachments } = world;
    const { getMany } = attachments;
    attachments.getMany = async (owner, ids) =>
      (await getMany.call(attachments, owner, ids)).map((row) => ({ ...row, holder: undefined as never }));
    attachments.reserve = async (owner, id, { holder, file, after, at }) => {
      const row = attachments.rows.get(`${owner} ${id}`);
      if (row)
        attachments.rows.set(`${owner} ${id}`, { ...row, holder, reservedAt: at, after, files: new Set([file]) });
      return row !== undefined;
    };
  },
  'a copy of whatever is there': (world) => {
    const { copy } = world.files;
    world.files.copy = (from, to) => copy(from, to, undefined);
  },
  'a deletion that removes nothing': (world) => {
    world.files.remove = async () => undefined;
  },
  'a message that has the upload itself': (world) => {
    world.services.newKey = () => 'incoming/1';
  },
};

describe('files in random histories', () => {
  it('are never lost, swapped, in two messages or left behind', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (acts) => {
        expect(await play(acts)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(weaker))('would be with %s', async (_, weaken) => {
    const outcome = await fc.check(
      fc.asyncProperty(histories, async (acts) => (await play(acts, weaken)).length === 0),
      { numRuns: 500, seed: SEED, endOnFailure: true },
    );

    expect(outcome.failed).toBe(true);
  });
});
