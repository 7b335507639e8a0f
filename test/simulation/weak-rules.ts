/** Rules of the product that a mutant can take away: pure functions between which and their callers the simulation stands. */

import { vi } from 'vitest';
import type * as LiveSockets from '#client/live-socket.ts';
import type * as LogReplicas from '#client/log-replica.ts';
import type * as MessageIds from '#contract/message-id.ts';

const weak = { membership: false, gaps: false, catchUp: false };
export type WeakRule = keyof typeof weak;

/** Takes these rules away, and gives all others back. */
export function weakenOnly(rules: readonly WeakRule[]): void {
  for (const rule of Object.keys(weak) as WeakRule[]) weak[rule] = rules.includes(rule);
}

/** To be called before the product is imported. */
export function weaken(): void {
  /** Everybody is a member of every conversation. */
  vi.doMock('#contract/message-id.ts', async (original) => {
    const rules = await original<typeof MessageIds>();
    return {
      ...rules,
      isMemberOf: (...given: Parameters<typeof rules.isMemberOf>) => weak.membership || rules.isMemberOf(...given),
    };
  });
  /** Whatever entry has come, those before it are taken to be there. */
  vi.doMock('#client/log-replica.ts', async (original) => {
    const rules = await original<typeof LogReplicas>();
    return {
      ...rules,
      withEntries(...given: Parameters<typeof rules.withEntries>) {
        const replica = rules.withEntries(...given);
        const { extent } = replica;
        const through = extent.ahead.at(-1) ?? extent.through;
        return weak.gaps ? { ...replica, extent: { ...extent, through, ahead: [] } } : replica;
      },
    };
  });
  /** What was missed is read when a socket is dialled, and not again when it is open. */
  vi.doMock('#client/live-socket.ts', async (original) => {
    const rules = await original<typeof LiveSockets>();
    const onStatus =
      (tell: LiveSockets.LiveSocketOptions['onStatus']): LiveSockets.LiveSocketOptions['onStatus'] =>
      (status) => {
        if (status === 'offline') tell(status);
        if (status === 'connecting') tell('open');
      };
    return {
      ...rules,
      createLiveSocket: (options: LiveSockets.LiveSocketOptions) =>
        rules.createLiveSocket(weak.catchUp ? { ...options, onStatus: onStatus(options.onStatus) } : options),
    };
  });
}
