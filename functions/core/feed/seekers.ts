/**
 * The people who are told by push of what their saved searches find: those who have a device. Each search is copied to
 * the topics that it meets, so a new post needs the copies of its own topics alone. A copy only says whom to look at:
 * the search itself is read again with the person. Copies expire, and are written again whenever a device subscribes,
 * so one that is missing or left over mends itself.
 */

import { SESSION_LIFETIME_MS } from '../sessions.ts';
import type { SavedSearch, Searches } from './saved-searches.ts';
import { topicsOfArea } from './topics.ts';

export interface Seeker {
  readonly person: string;
  readonly search: SavedSearch;
}

/** The copies of saved searches, by topic. */
export interface Seekers {
  /** @param until when it may be forgotten, in epoch milliseconds */
  add(topic: string, seeker: Seeker, until: number): Promise<void>;
  remove(topic: string, person: string, search: string): Promise<void>;
  /**
   * Returns a bounded number of a topic's. Eventually consistent.
   * @param draw any text. It decides where to begin, so that of more than can be read, none is passed over each time.
   */
  list(topic: string, draw: string): Promise<readonly Seeker[]>;
}

export interface RemoveSeekersServices {
  readonly seekers: Pick<Seekers, 'remove'>;
  readonly searches: Pick<Searches, 'get'>;
}

interface SeekServices {
  readonly seekers: Pick<Seekers, 'add'>;
  readonly searches: Pick<Searches, 'get'>;
}

/** Copies all searches of a person. */
export async function addSeekers(services: SeekServices, person: string, now: number): Promise<void> {
  const { seekers, searches } = services;
  const saved = await searches.get(person);
  await Promise.all(saved.searches.map((search) => addSeeker(seekers, { person, search }, now)));
}

/** Copies a search, for as long as the session of a device may last that subscribes now. */
export async function addSeeker(seekers: Pick<Seekers, 'add'>, seeker: Seeker, now: number): Promise<void> {
  const until = now + SESSION_LIFETIME_MS;
  await Promise.all(topicsOfArea(seeker.search.area).map((topic) => seekers.add(topic, seeker, until)));
}

/** Removes the copies of a search. @param kept what it was changed into, whose topics stay */
export async function removeSeeker(
  seekers: Pick<Seekers, 'remove'>,
  { person, search }: Seeker,
  kept?: SavedSearch,
): Promise<void> {
  const staying = new Set(kept ? topicsOfArea(kept.area) : []);
  const left = topicsOfArea(search.area).filter((topic) => !staying.has(topic));
  await Promise.all(left.map((topic) => seekers.remove(topic, person, search.id)));
}

/** Removes all copies of a person who leaves, while it is known where they are. A repeat is fine. */
export async function removeSeekersOf(services: RemoveSeekersServices, person: string): Promise<void> {
  const { seekers, searches } = services;
  const saved = await searches.get(person);
  await Promise.all(saved.searches.map((search) => removeSeeker(seekers, { person, search })));
}
