/** The session of this page: the same object for as long as the page lives, whoever signs in and out. */
import { createContext, use } from 'react';
import type { Session } from '#client/session.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = use(SessionContext);
  if (!session) throw new Error('useSession is called outside of SessionContext');
  return session;
}
