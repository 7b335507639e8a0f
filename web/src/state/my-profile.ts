/** My own profile: downloaded when something first shows it. */
import { createContext, use, useEffect } from 'react';
import type { Session } from '#client/session.ts';
import { getMe } from '#contract/routes/users.ts';
import type { Me } from '#contract/users.ts';
import { type ReadableStore, createStore, useStore } from './store.ts';

interface MyProfileState {
  readonly profile?: Me | undefined;
  readonly problem?: unknown;
  readonly loading: boolean;
}

export interface MyProfile extends ReadableStore<MyProfileState> {
  /** Downloads it, unless it is loaded or loading. */
  load(): Promise<void>;
  /** Takes over what the server answered to a change. */
  set(profile: Me): void;
}

export function createMyProfile(session: Session): MyProfile {
  const { update, ...store } = createStore<MyProfileState>({ loading: false });
  return {
    ...store,
    async load() {
      const { profile, loading } = store.getSnapshot();
      if (profile || loading) return;
      update(() => ({ loading: true }));
      try {
        const loaded = await session.call(getMe, {});
        update(() => ({ profile: loaded, loading: false }));
      } catch (problem) {
        update(() => ({ problem, loading: false }));
      }
    },
    set: (profile) => update(() => ({ profile, loading: false })),
  };
}

export const MyProfileContext = createContext<MyProfile | undefined>(undefined);

export function useMyProfile(): MyProfileState & Pick<MyProfile, 'load' | 'set'> {
  const myProfile = use(MyProfileContext);
  if (!myProfile) throw new Error('useMyProfile is called outside of MyProfileContext');
  useEffect(() => void myProfile.load(), [myProfile]);
  return { ...useStore(myProfile, (state) => state), load: myProfile.load, set: myProfile.set };
}
