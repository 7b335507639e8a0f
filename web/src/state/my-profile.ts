/** My own profile: downloaded when something first shows it. */
import { createContext, use, useEffect } from 'react';
import type { Session } from '#client/session.ts';
import { getMe } from '#contract/routes/users.ts';
import type { Me } from '#contract/users.ts';
import { type Store, createStore, useStore } from './store.ts';

interface Mine {
  readonly profile?: Me | undefined;
  readonly problem?: unknown;
  readonly loading: boolean;
}

export interface MyProfile extends Pick<Store<Mine>, 'subscribe' | 'read'> {
  /** Downloads it, unless it is here or on its way. */
  load(): Promise<void>;
  /** Takes over what the server answered to a change. */
  put(profile: Me): void;
}

export function createMyProfile(session: Session): MyProfile {
  const { change, ...store } = createStore<Mine>({ loading: false });
  return {
    ...store,
    async load() {
      const { profile, loading } = store.read();
      if (profile || loading) return;
      change(() => ({ loading: true }));
      try {
        const loaded = await session.call(getMe, {});
        change(() => ({ profile: loaded, loading: false }));
      } catch (problem) {
        change(() => ({ problem, loading: false }));
      }
    },
    put: (profile) => change(() => ({ profile, loading: false })),
  };
}

export const MyProfileContext = createContext<MyProfile | undefined>(undefined);

export function useMyProfile(): Mine & Pick<MyProfile, 'load' | 'put'> {
  const mine = use(MyProfileContext);
  if (!mine) throw new Error('useMyProfile is called outside of MyProfileContext');
  useEffect(() => void mine.load(), [mine]);
  return { ...useStore(mine, (value) => value), load: mine.load, put: mine.put };
}
