/** Reads the cloud's usage from outside its process. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Usage } from '#local/usage/meter.ts';
import { call } from './http.ts';

const LOOK_AGAIN_MS = 50;
/**
 * After this time without work, everything that follows from a request is done. A cloud whose batching window collects
 * records is busy; any other batch waits at most 5 ms.
 */
const QUIET_MS = 200;

/** Waits until no function runs, no record waits for one, and the counts stay the same. */
export async function settledUsage(siteUrl: string): Promise<Usage> {
  const look = () => call<{ busy: boolean; rows: Usage }>('GET', `${siteUrl}/_local/usage`);
  let last = await look();
  for (let changed = performance.now(); last.busy || performance.now() - changed < QUIET_MS;) {
    await sleep(LOOK_AGAIN_MS);
    const now = await look();
    if (now.busy || JSON.stringify(now) !== JSON.stringify(last)) changed = performance.now();
    last = now;
  }
  return last.rows;
}
