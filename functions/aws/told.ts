/**
 * Noting that somebody was told: of a message with the recipient's row in the conversations table, of anything else in
 * an item of the connections table, under a key that no user name can take, which expires.
 */

import { createHash } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ConversationRow } from '../core/conversation-row.ts';
import { CLAIM_MS, type Told, type ToldRow } from '../core/push/told.ts';
import { conditionHeld, dynamo, getMany, timeToLive, unlessConditionFailed } from './dynamo.ts';

const WANTED =
  '(attribute_not_exists(muted) OR muted = :false OR mutedUntil <= :now) AND attribute_not_exists(blocked) AND ' +
  '(attribute_not_exists(declined) OR declined = :false) AND (attribute_not_exists(readSeq) OR readSeq < :seq)';
/** Never told, or they have looked since, or a claim that was not posted in its time. */
const UNTOLD =
  '(attribute_not_exists(toldSeq) OR toldSeq <= readSeq OR ' +
  '(toldAt <= :lapsed AND (attribute_not_exists(postedSeq) OR postedSeq < toldSeq)))';

export function toldNotes(conversationsTable: string, connectionsTable: string): Told {
  // Hashed, so that it names nobody: a deletion need not find it.
  const onceKey = (key: string) => ({ username: `told#${createHash('sha256').update(key).digest('base64url')}` });
  return {
    async claim({ recipient, sender, seq }, now, at) {
      const update = new UpdateCommand({
        TableName: conversationsTable,
        Key: { username: recipient, peer: sender },
        UpdateExpression: 'SET toldSeq = :seq, toldAt = :now, createdAt = if_not_exists(createdAt, :at)',
        ConditionExpression: `${WANTED} AND ${UNTOLD}`,
        ExpressionAttributeValues: { ':seq': seq, ':now': now, ':at': at, ':lapsed': now - CLAIM_MS, ':false': false },
        ReturnValues: 'ALL_NEW',
      });
      return (await unlessConditionFailed(dynamo.send(update)))?.Attributes as ToldRow | undefined;
    },

    async finish({ recipient, sender, seq }) {
      const update = new UpdateCommand({
        TableName: conversationsTable,
        Key: { username: recipient, peer: sender },
        UpdateExpression: 'SET postedSeq = :seq',
        ConditionExpression: 'toldSeq = :seq',
        ExpressionAttributeValues: { ':seq': seq },
      });
      await conditionHeld(dynamo.send(update));
    },

    claimOnce(key, now, until) {
      const update = new UpdateCommand({
        TableName: connectionsTable,
        Key: onceKey(key),
        UpdateExpression: 'SET toldAt = :now, expiresAt = :until',
        ConditionExpression: 'attribute_not_exists(toldAt) OR (toldAt <= :lapsed AND attribute_not_exists(posted))',
        ExpressionAttributeValues: { ':now': now, ':lapsed': now - CLAIM_MS, ':until': timeToLive(until) },
      });
      return conditionHeld(dynamo.send(update));
    },

    async finishOnce(key) {
      const update = new UpdateCommand({
        TableName: connectionsTable,
        Key: onceKey(key),
        UpdateExpression: 'SET posted = :true',
        ConditionExpression: 'attribute_exists(toldAt)',
        ExpressionAttributeValues: { ':true': true },
      });
      await conditionHeld(dynamo.send(update));
    },
  };
}

/** Reads rows of several people at once. */
export const rowReader = (table: string) => ({
  getMany: (keys: readonly Pick<ConversationRow, 'username' | 'peer'>[]) =>
    getMany<ConversationRow>(
      table,
      keys.map(({ username, peer }) => ({ username, peer })),
    ),
});
