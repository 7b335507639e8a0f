/** What posting frames takes, for the functions that do. */

import type { Notifier } from '../core/notify.ts';
import { systemClock } from './clock.ts';
import { connectionsTable, type ConnectionsTable } from './connections-table.ts';
import { CONNECTIONS_ENDPOINT, CONNECTIONS_TABLE, requireEnv } from './environment.ts';
import { socketGateway, type SocketGateway } from './gateway.ts';
import { count } from './metrics.ts';

export const notifier: Notifier & { readonly connections: ConnectionsTable; readonly gateway: SocketGateway } = {
  connections: connectionsTable(requireEnv(CONNECTIONS_TABLE), systemClock.now),
  gateway: socketGateway(requireEnv(CONNECTIONS_ENDPOINT)),
  clock: systemClock,
};

/** Counts frames that were not delivered, and which their readers have to catch up with. */
export const countDropped = (frames: number): void => count('DroppedFrames', frames, systemClock.now());

/** Counts frames from clients that meant nothing. */
export const countIgnored = (frames: number): void => count('IgnoredFrames', frames, systemClock.now());
