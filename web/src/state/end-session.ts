/**
 * Ending the session on purpose: deletes what the person left in this browser, and shows no "Your session has
 * ended".
 */
import { createContext, use } from 'react';

/** @param end ends the session. If it fails, the person stays signed in, and `EndSession` rejects as well. */
type EndSession = (end: () => Promise<void>) => Promise<void>;

export const EndSessionContext = createContext<EndSession>((end) => end());

export const useEndSession = (): EndSession => use(EndSessionContext);
