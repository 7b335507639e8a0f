/** What the parts of a mailbox work with. */

import type { Environment } from './environment.ts';
import type { FileStorage } from './file-storage.ts';
import type { Outbox } from './outbox.ts';
import type { RetryWaits } from './retry.ts';
import type { Session } from './session.ts';
import type { Store } from './store.ts';
import type { Sync } from './sync.ts';
import type { SettableUploadProgress } from './upload-progress.ts';

export interface MailboxParts {
  readonly session: Session;
  readonly store: Store;
  readonly outbox: Outbox;
  readonly sync: Sync;
  readonly files: FileStorage;
  readonly uploads: SettableUploadProgress;
  readonly environment: Environment;
  readonly retryWaits: RetryWaits;
  /** Aborts what is under way when the mailbox is closed. */
  readonly signal: AbortSignal;
  /** Returns the header that names this device's own socket, so that it gets no frames about what is done here. */
  readonly origin: () => Readonly<Record<string, string>>;
  /** Takes failures to read: a later catch-up reads again. */
  readonly onFailure: (thrown: unknown) => void;
}
