/** The order of inboxes, in memory. */

import type { FreshMark, InboxIndex, Place, Section } from '#functions/core/inbox/inbox-index.ts';

export class MemoryInbox implements InboxIndex {
  readonly #marks = new Map<string, Map<string, number>>();
  readonly #places = new Map<string, Map<string, Place>>();

  async markFresh(username: string, peer: string, day: number): Promise<void> {
    const marks = entryOf(this.#marks, username);
    marks.set(peer, Math.max(day, marks.get(peer) ?? 0));
  }

  async fresh(username: string, { after = '', limit }: { after: string | undefined; limit: number }) {
    const marks = [...entryOf(this.#marks, username)].map(([peer, day]): FreshMark => ({ peer, day }));
    return marks
      .sort((one, other) => (one.peer < other.peer ? -1 : 1))
      .filter(({ peer }) => peer > after)
      .slice(0, limit);
  }

  async freshAmong(username: string, peers: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(peers.filter((peer) => entryOf(this.#marks, username).has(peer)));
  }

  async claimMark(username: string, { peer, day }: FreshMark): Promise<boolean> {
    return entryOf(this.#marks, username).get(peer) === day;
  }

  async removeMark(username: string, peer: string): Promise<void> {
    entryOf(this.#marks, username).delete(peer);
  }

  async places(
    username: string,
    section: Section,
    { before, limit }: { before: Pick<Place, 'at' | 'peer'> | undefined; limit: number },
  ): Promise<readonly Place[]> {
    const isAfter = ({ at, peer }: Place): boolean =>
      !before || at < before.at || (at === before.at && peer < before.peer);
    return [...entryOf(this.#places, username).values()]
      .filter((place) => place.section === section && isAfter(place))
      .sort((one, other) => other.at - one.at || (one.peer > other.peer ? -1 : 1))
      .slice(0, limit);
  }

  async addPlace(username: string, place: Place): Promise<void> {
    entryOf(this.#places, username).set(place.key, place);
  }

  async removePlace(username: string, key: string): Promise<void> {
    entryOf(this.#places, username).delete(key);
  }
}

function entryOf<K, V>(maps: Map<string, Map<K, V>>, name: string): Map<K, V> {
  const found = maps.get(name) ?? new Map<K, V>();
  maps.set(name, found);
  return found;
}
