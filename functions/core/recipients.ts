/** What must be known before something may be written to a person. */

import type { Position } from '#contract/message-id.ts';
import type { Entry } from './entry.ts';
import type { User } from './user.ts';

export interface Recipients {
  /** @param seen where the newest entry is that the sender knows, to be read along */
  load(username: string, sender: string, seen?: Position): Promise<Recipient>;
}

export interface Recipient {
  readonly profile: User | undefined;
  readonly blocksSender: boolean;
  /** The profile of the sender; it may not exist yet. */
  readonly sender?: User | undefined;
  /** The entry that was read along, eventually consistent. */
  readonly seen?: Entry | undefined;
}
