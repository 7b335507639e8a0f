/** Who people are, by user name: looked up when somebody is first seen, a few at a time, and remembered for a while. */
import { createContext, use, useEffect } from 'react';
import { ApiProblem } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import { getUser } from '#contract/routes/users.ts';
import type { Profile } from '#contract/users.ts';
import { useNow } from './now.ts';
import { type Store, createStore, useStore } from './store.ts';

/** `deleted`: somebody I have talked with who is not here any more. */
export type Known = Profile | 'deleted';

/** Look-ups under way at once. */
const AT_ONCE = 4;
/** Milliseconds for which a name is taken for granted; and, where it is shown whether somebody is online, for that. */
const NAME_AGE = 10 * 60_000;
const PRESENCE_AGE = 45_000;

export interface Profiles extends Pick<Store<ReadonlyMap<string, Known>>, 'subscribe' | 'read'> {
  /** Looks somebody up, unless what is known is younger than `age` milliseconds. What fails is left for the next time. */
  look(username: string, age: number): void;
}

export function createProfiles(session: Session): Profiles {
  const { change, ...store } = createStore<ReadonlyMap<string, Known>>(new Map());
  /** When each was last looked up, by this machine's clock. */
  const looked = new Map<string, number>();
  const waiting: string[] = [];
  let running = 0;

  async function lookUp(username: string): Promise<void> {
    try {
      const profile = await session.call(getUser, { parameters: { username } });
      change((known) => new Map(known).set(username, profile));
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 404)
        change((known) => new Map(known).set(username, 'deleted'));
      else looked.delete(username);
    }
  }

  function next(): void {
    const username = running < AT_ONCE ? waiting.shift() : undefined;
    if (username === undefined) return;
    running++;
    void lookUp(username).finally(() => {
      running--;
      next();
    });
  }

  return {
    ...store,
    look(username, age) {
      if (Date.now() - (looked.get(username) ?? 0) < age) return;
      looked.set(username, Date.now());
      waiting.push(username);
      next();
    },
  };
}

export const ProfilesContext = createContext<Profiles | undefined>(undefined);

/** What is known of somebody; undefined where nothing is yet, or `username` is. */
export function useProfile(username: string | undefined): Known | undefined {
  return useKnown(username, NAME_AGE);
}

/** As {@link useProfile}, and kept up to date while it is shown whether they are online. */
export function usePresence(username: string): Known | undefined {
  useNow(); // Moves on once a minute, and the look-up with it.
  return useKnown(username, PRESENCE_AGE);
}

function useKnown(username: string | undefined, age: number): Known | undefined {
  const profiles = use(ProfilesContext);
  if (!profiles) throw new Error('useProfile is called outside of ProfilesContext');
  useEffect(() => {
    if (username !== undefined) profiles.look(username, age);
  });
  return useStore(profiles, (known) => (username === undefined ? undefined : known.get(username)));
}

/** What to call somebody. */
export function nameOf(username: string, known: Known | undefined): string {
  if (known === 'deleted') return 'Deleted user';
  return known?.displayName ?? username;
}
