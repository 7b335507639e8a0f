/** Profiles by user name: looked up when a person is first seen, a few at a time, and kept for a while. */
import { createContext, use, useEffect } from 'react';
import type { InboxRow } from '#client/mailbox.ts';
import { ApiProblem } from '#client/problem.ts';
import type { Session } from '#client/session.ts';
import { getUser } from '#contract/routes/users.ts';
import type { Profile } from '#contract/users.ts';
import { shell } from '../words/shell.ts';
import { useNow } from './now.ts';
import { type ReadableStore, createStore, useStore } from './store.ts';

/** `deleted`: the account of somebody I have talked with is gone. */
export type CachedProfile = Profile | 'deleted';

type RowPeer = Pick<InboxRow, 'peer' | 'peerName' | 'peerDeleted'>;

const MAX_CONCURRENT_LOOKUPS = 4;
const NAME_MAX_AGE_MS = 10 * 60_000;
/** Where the page shows whether somebody is online. */
const PRESENCE_MAX_AGE_MS = 45_000;

export interface Profiles extends ReadableStore<ReadonlyMap<string, CachedProfile>> {
  /**
   * Looks a person up, unless what is known is younger than `maxAgeMs`. A look-up that fails is left for the next
   * call.
   */
  ensureFresh(username: string, maxAgeMs: number): void;
}

export function createProfiles(session: Session): Profiles {
  const { update, ...store } = createStore<ReadonlyMap<string, CachedProfile>>(new Map());
  /** When each person was last looked up, by this machine's clock. */
  const lookedUpAt = new Map<string, number>();
  const queue: string[] = [];
  let running = 0;

  async function lookUp(username: string): Promise<void> {
    try {
      const profile = await session.call(getUser, { parameters: { username } });
      update((profiles) => new Map(profiles).set(username, profile));
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 404)
        update((profiles) => new Map(profiles).set(username, 'deleted'));
      else lookedUpAt.delete(username);
    }
  }

  function runNext(): void {
    const username = running < MAX_CONCURRENT_LOOKUPS ? queue.shift() : undefined;
    if (username === undefined) return;
    running++;
    void lookUp(username).finally(() => {
      running--;
      runNext();
    });
  }

  return {
    ...store,
    ensureFresh(username, maxAgeMs) {
      // The clock may have been set back.
      if (Math.abs(Date.now() - (lookedUpAt.get(username) ?? 0)) < maxAgeMs) return;
      lookedUpAt.set(username, Date.now());
      queue.push(username);
      runNext();
    },
  };
}

export const ProfilesContext = createContext<Profiles | undefined>(undefined);

/** @returns undefined until the person is looked up, and while `username` is undefined */
export function useProfile(username: string | undefined): CachedProfile | undefined {
  return useCachedProfile(username, NAME_MAX_AGE_MS);
}

/** As {@link useProfile}, and refreshed for as long as the page shows whether the person is online. */
export function usePresence(username: string): CachedProfile | undefined {
  useNow(); // Renders once a minute, and so looks up again.
  return useCachedProfile(username, PRESENCE_MAX_AGE_MS);
}

function useCachedProfile(username: string | undefined, maxAgeMs: number): CachedProfile | undefined {
  const profiles = use(ProfilesContext);
  if (!profiles) throw new Error('useProfile is called outside of ProfilesContext');
  useEffect(() => {
    if (username !== undefined) profiles.ensureFresh(username, maxAgeMs);
  });
  return useStore(profiles, (cached) => (username === undefined ? undefined : cached.get(username)));
}

/** Returns the name to show for a person: everywhere the same one. */
export const useName = (username: string): string => displayNameOf(username, useProfile(username));

/**
 * The profile of the person in a row of the inbox. Rows say what they need of it, but for those that were made on this
 * device and those of a server of another version.
 * @param isOpen true where the profile is looked up in any case; otherwise only where the row does not name the person
 */
export function useRowProfile(row: RowPeer | undefined, isOpen = false): CachedProfile | undefined {
  const isMissing = row?.peerName === undefined && !row?.peerDeleted;
  const profile = useProfile(isOpen || isMissing ? row?.peer : undefined);
  return profile ?? (row?.peerDeleted ? 'deleted' : undefined);
}

/** The name to show for a person. */
export function displayNameOf(username: string, profile: CachedProfile | undefined): string {
  if (profile === 'deleted') return shell.deletedUser;
  return profile?.displayName ?? username;
}
