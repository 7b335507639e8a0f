/** What a restore must not undo. Key: `subject`, such as `block#alice#bob`. An item expires after 36 days. */

import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { messageId } from '#contract/message-id.ts';
import { LEDGER_LIFETIME_MS, type LastingAct, type Ledger } from '../core/ledger.ts';
import { dynamo, timeToLive } from './dynamo.ts';

export const ledgerTable = (table: string): Ledger => ({
  async note(act, at) {
    const Item = { subject: subjectOf(act), ...act, at, expiresAt: timeToLive(at + LEDGER_LIFETIME_MS) };
    await dynamo.send(new PutCommand({ TableName: table, Item }));
  },
});

/** Returns what an act is about. User names and ids have no `#`. */
function subjectOf(act: LastingAct): string {
  switch (act.kind) {
    case 'deleted-message':
      return [act.kind, messageId(act), act.generation].join('#');
    case 'block':
      return [act.kind, act.person, act.peer].join('#');
    case 'deleted-account':
      return [act.kind, act.username].join('#');
    case 'deleted-post':
    case 'removed-post':
      return [act.kind, act.post].join('#');
    case 'removed-thanks':
      return [act.kind, act.post, act.helper].join('#');
  }
}
