/** Everything that changes the messages of one log, in memory. */

import { vi } from 'vitest';
import {
  addReaction,
  deleteAsModerator,
  deleteMessage,
  editMessage,
  removeReaction,
  type ChangeRequest,
} from '#functions/core/change-message.ts';
import type { Draft } from '#functions/core/entry.ts';
import type { Recipients } from '#functions/core/recipients.ts';
import { manualClock } from './clock.ts';
import { logOf } from './entries.ts';
import { memoryFiles } from './memory-files.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { MemoryLog } from './memory-log.ts';

/** A log of these drafts, none of which is applied. */
export function changes(...drafts: readonly Draft[]) {
  const log = new MemoryLog(logOf(...drafts));
  const recipientOf = vi.fn<Recipients['load']>(async (username) => ({
    profile: { username, displayName: username, createdAt: 0 },
    blocksSender: false,
  }));
  const ledger = new MemoryLedger();
  const services = {
    ...memoryFiles(),
    log,
    ledger,
    recipients: { load: recipientOf },
    clock: manualClock(),
    limits: { sends: { perMinute: 60, burst: 300 } },
  };
  let requests = 0;
  const requestOf = (more: Partial<ChangeRequest> = {}): ChangeRequest => ({
    person: 'alice',
    position: { conversation: 'alice~bob', seq: 1 },
    clientId: `name-${++requests}`,
    requestId: `request-${requests}`,
    origin: undefined,
    ...more,
  });
  return {
    log,
    ledger,
    recipientOf,
    editing: (body: string, more?: Partial<ChangeRequest>) => editMessage(services, { ...requestOf(more), body }),
    reacting: (emoji: string, on: boolean, more?: Partial<ChangeRequest>) =>
      (on ? addReaction : removeReaction)(services, { ...requestOf(more), emoji }),
    deleting: (more?: Partial<ChangeRequest>) => deleteMessage(services, requestOf(more)),
    moderating: (more?: Partial<ChangeRequest>) => deleteAsModerator(services, requestOf({ person: 'admin', ...more })),
  };
}
