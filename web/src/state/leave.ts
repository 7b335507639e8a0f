/** Ways out: whoever goes on purpose is not told that the session has ended. */
import { createContext, use } from 'react';

/** @param act ends the session; where it fails, one stays, and its failure is passed on */
export type Leave = (act: () => Promise<void>) => Promise<void>;

export const LeaveContext = createContext<Leave>((act) => act());

export const useLeave = (): Leave => use(LeaveContext);
