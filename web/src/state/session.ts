/** The session of this page: one object for as long as the page lives, through every sign-in and sign-out. */
import { createContext, use } from 'react';
import type { Session } from '#client/session.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession is called outside of SessionContext');
  return session;
}
