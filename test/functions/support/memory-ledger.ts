/** The ledger in memory. */

import type { LastingAct, Ledger } from '#functions/core/ledger.ts';

export class MemoryLedger implements Ledger {
  /** In the order of their notes. */
  readonly acts: LastingAct[] = [];

  async note(act: LastingAct): Promise<void> {
    this.acts.push(act);
  }
}
