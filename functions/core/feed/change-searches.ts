/** Saving and deleting searches, and saying what of their finds was seen. */

import { Refusal, notFound } from '#contract/refusal.ts';
import { SEARCHES_MAX } from '#contract/routes/for-you.ts';
import type { Clock } from '../ports.ts';
import type { PushDevices } from '../push/device.ts';
import { cellsOfSearches, type SavedSearch, type SavedSearches, type Searches } from './saved-searches.ts';
import { addSeeker, removeSeeker, type Seekers } from './seekers.ts';
import { untilWritten } from './until-written.ts';

type SearchStore = Pick<Searches, 'get' | 'save' | 'advance'>;

interface Services {
  readonly searches: SearchStore;
  readonly clock: Clock;
}

export interface SaveSearchServices extends Services {
  readonly seekers: Pick<Seekers, 'add' | 'remove'>;
  readonly devices: Pick<PushDevices, 'reachable'>;
}

/**
 * Cells that all searches of a person meet together at most: as many as one of the widest. Each is a Query whenever the
 * posts for them are read.
 */
const CELLS_MAX = 16;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Saves a search, in place of one with the same id. A repeat is fine.
 * @throws {Refusal} `not-found` where the id is none, `too-many-requests`
 */
export async function saveSearch(services: SaveSearchServices, person: string, search: SavedSearch): Promise<void> {
  if (!UUID.test(search.id)) throw notFound();
  const before = await change(services, person, ({ searches }) => {
    const others = searches.filter(({ id }) => id !== search.id);
    if (others.length >= SEARCHES_MAX)
      throw new Refusal('too-many-requests', `You have saved ${SEARCHES_MAX} searches. Delete one first.`);
    const next = [...others, search];
    if (cellsOfSearches(next).length > CELLS_MAX)
      throw new Refusal('too-many-requests', 'Your searches cover too much together. Make one of them narrower.');
    return next;
  });
  const { seekers, devices, clock } = services;
  for (const old of before) if (old.id === search.id) await removeSeeker(seekers, { person, search: old }, search);
  // For all others, it is done when a device subscribes.
  if ((await devices.reachable([person])).has(person)) await addSeeker(seekers, { person, search }, clock.now());
}

/** Deletes a search. @throws {Refusal} `not-found`, `too-many-requests` */
export async function deleteSearch(
  services: Services & { readonly seekers: Pick<Seekers, 'remove'> },
  person: string,
  id: string,
): Promise<void> {
  const before = await change(services, person, ({ searches }) => {
    const others = searches.filter((search) => search.id !== id);
    if (others.length === searches.length) throw notFound();
    return others;
  });
  for (const search of before) if (search.id === id) await removeSeeker(services.seekers, { person, search });
}

/** Says that a person has seen the posts for them up to a time. */
export const readUntil = ({ searches, clock }: Services, person: string, until: number): Promise<void> =>
  searches.advance(person, Math.min(until, clock.now()));

/** @returns the searches before */
function change(
  { searches, clock }: Services,
  person: string,
  next: (before: SavedSearches) => readonly SavedSearch[],
): Promise<readonly SavedSearch[]> {
  const save = async (): Promise<readonly SavedSearch[] | undefined> => {
    const before = await searches.get(person);
    const changed = next(before);
    // What was published before the first search is not new.
    if (before.readUntil === undefined) await searches.advance(person, clock.now());
    return (await searches.save(person, changed, before.revision)) ? before.searches : undefined;
  };
  const busy = { code: 'too-many-requests', detail: 'Several searches of yours are being saved.' } as const;
  return untilWritten(clock, save, busy);
}
