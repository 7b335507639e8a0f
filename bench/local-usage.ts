/** What the cloud says it has used, asked for from outside. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Usage } from '#local/usage/meter.ts';
import { call } from './http.ts';

const LOOK_AGAIN_MS = 50;
/** After so long without any work, all that follows from a request is done: a stream's batch waits 5 ms at most. */
const QUIET_MS = 200;

/** Waits until no function runs and nothing more is used. */
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
