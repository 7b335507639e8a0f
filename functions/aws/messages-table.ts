/**
 * The logs of all conversations. Key: `conversation`, `seq`; the item at `seq` 0 is the conversation's head, which is no
 * entry and holds no text.
 */

import { GetCommand, PutCommand, QueryCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { messageId, type Position } from '#contract/message-id.ts';
import type { AppendableLog } from '../core/append.ts';
import { reactionName } from '../core/apply.ts';
import { ERASED, type Aspects, type Entry, type Head, type Reaction } from '../core/entry.ts';
import type { ReadableLog } from '../core/page.ts';
import type { ProjectedLog } from '../core/project.ts';
import {
  conditionHeld,
  deleteMany,
  dynamo,
  getMany,
  itemIfConditionFailed,
  queryAll,
  unlessConditionFailed,
} from './dynamo.ts';
import { isLasting, noteSkipped } from './skipped.ts';

const HEAD = 0;
const FIRST = 1;
const IS_KIND = 'kind = :kind';

export interface MessagesTable extends AppendableLog, ReadableLog, ProjectedLog {
  get(position: Position, consistency: 'strong' | 'eventual'): Promise<Entry | undefined>;
  getMany(positions: readonly Position[]): Promise<readonly Entry[]>;
  heads(conversations: readonly string[]): Promise<readonly Head[]>;
  /** Removes a conversation, head and all. Again, what is left of it. */
  removeAll(conversation: string): Promise<void>;
}

export function messagesTable(table: string): MessagesTable {
  const range = (condition: string, conversation: string, from: number, to?: number) => ({
    TableName: table,
    KeyConditionExpression: `conversation = :conversation AND ${condition}`,
    ExpressionAttributeValues: { ':conversation': conversation, ':from': from, ...(to !== undefined && { ':to': to }) },
    ConsistentRead: true,
  });
  const entriesBefore = async (
    conversation: string,
    before: number | undefined,
    limit: number,
  ): Promise<readonly Entry[]> => {
    if (before !== undefined && before <= FIRST) return [];
    const keys =
      before === undefined
        ? range('seq >= :from', conversation, FIRST)
        : range('seq BETWEEN :from AND :to', conversation, FIRST, before - 1);
    return (await queryAll({ ...keys, ScanIndexForward: false }, limit)) as unknown as Entry[];
  };

  /** Changes an item of the log; does nothing, and answers undefined, where the condition does not hold. */
  const update = async (
    { conversation, seq }: Position,
    change: Pick<
      UpdateCommandInput,
      'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >,
  ): Promise<Aspects | undefined> => {
    const command = new UpdateCommand({
      TableName: table,
      Key: { conversation, seq },
      ReturnValues: 'ALL_NEW',
      ...change,
    });
    const answer = await unlessConditionFailed(dynamo.send(command));
    return answer && (answer.Attributes ?? {});
  };

  const log: MessagesTable = {
    entriesBefore,

    async entriesFrom(conversation, from, limit) {
      return (await queryAll(range('seq >= :from', conversation, Math.max(from, FIRST)), limit)) as unknown as Entry[];
    },

    async tail(conversation) {
      return (await entriesBefore(conversation, undefined, 1))[0];
    },

    put(entry) {
      return conditionHeld(
        dynamo.send(
          new PutCommand({ TableName: table, Item: entry, ConditionExpression: 'attribute_not_exists(seq)' }),
        ),
      );
    },

    async get({ conversation, seq }, consistency) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: { conversation, seq }, ConsistentRead: consistency === 'strong' }),
      );
      return Item as Entry | undefined;
    },

    async getMany(positions) {
      return (await getMany(
        table,
        positions.map(({ conversation, seq }) => ({ conversation, seq })),
      )) as unknown as Entry[];
    },

    async heads(conversations) {
      return (await getMany(
        table,
        conversations.map((conversation) => ({ conversation, seq: HEAD })),
      )) as unknown as Head[];
    },

    async advanceHead(head, after) {
      const isBehind = 'lastSeq >= :after AND lastSeq < :seq';
      const put = new PutCommand({
        TableName: table,
        Item: { ...head, seq: HEAD },
        ConditionExpression: after === 0 ? `attribute_not_exists(seq) OR ${isBehind}` : isBehind,
        ExpressionAttributeValues: { ':after': after, ':seq': head.lastSeq },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const present = await itemIfConditionFailed(dynamo.send(put));
      return present ? Number(present['lastSeq'] ?? 0) : head.lastSeq;
    },

    skips(entry, error) {
      if (!isLasting(error)) return false;
      noteSkipped(`The entry ${messageId(entry)}`, error);
      return true;
    },

    async removeAll(conversation) {
      // From its end: what is there in between is a log, only shorter, and nobody mends its head.
      const query = {
        TableName: table,
        KeyConditionExpression: 'conversation = :conversation',
        ExpressionAttributeValues: { ':conversation': conversation },
        ProjectionExpression: 'seq',
        ScanIndexForward: false,
        ConsistentRead: true,
      };
      let start: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await dynamo.send(
          new QueryCommand({ ...query, ExclusiveStartKey: start }),
        );
        await deleteMany(
          table,
          Items.map(({ seq }) => ({ conversation, seq })),
        );
        start = LastEvaluatedKey;
      } while (start);
    },

    async applyEdit({ conversation, seq, target, body, timestamp }) {
      const message = { conversation, seq: target };
      const edits = new Set([seq]);
      const applied = await update(message, {
        UpdateExpression: 'SET body = :body, editSeq = :seq, editedAt = :at ADD edits :edits',
        ConditionExpression: `${IS_KIND} AND attribute_not_exists(deletionSeq) AND (attribute_not_exists(editSeq) OR editSeq < :seq)`,
        ExpressionAttributeValues: {
          ':kind': 'message',
          ':body': body,
          ':seq': seq,
          ':at': timestamp,
          ':edits': edits,
        },
      });
      const noted =
        applied ??
        (await update(message, {
          UpdateExpression: 'ADD edits :edits',
          ConditionExpression: IS_KIND,
          ExpressionAttributeValues: { ':kind': 'message', ':edits': edits },
        }));
      return noted?.deletionSeq === undefined;
    },

    async applyDeletion({ conversation, seq, target, by = 'sender' }) {
      const message = { conversation, seq: target };
      const erased = await update(message, {
        UpdateExpression:
          'SET body = :erased, digest = :erased, deletionSeq = :seq, deletedBy = :by REMOVE editSeq, editedAt',
        ConditionExpression: `${IS_KIND} AND (attribute_not_exists(deletionSeq) OR deletionSeq > :seq)`,
        ExpressionAttributeValues: { ':kind': 'message', ':erased': ERASED, ':seq': seq, ':by': by },
      });
      // Whoever marked it before may have died before it had erased the edits.
      const { edits = [] } = erased ?? ((await log.get(message, 'strong')) as Aspects | undefined) ?? {};
      return [...edits];
    },

    async applyReaction({ conversation, seq, target, sender, emoji, on }) {
      const reaction: Reaction = { seq, on };
      await update(
        { conversation, seq: target },
        {
          UpdateExpression: 'SET #reaction = :reaction',
          ConditionExpression: `${IS_KIND} AND (attribute_not_exists(#reaction) OR #reaction.#seq < :seq)`,
          ExpressionAttributeNames: { '#reaction': reactionName(sender, emoji), '#seq': 'seq' },
          ExpressionAttributeValues: { ':kind': 'message', ':reaction': reaction, ':seq': seq },
        },
      );
    },

    async eraseEdit(edit) {
      await update(edit, {
        UpdateExpression: 'SET body = :erased, digest = :erased',
        ConditionExpression: IS_KIND,
        ExpressionAttributeValues: { ':kind': 'edit', ':erased': ERASED },
      });
    },
  };
  return log;
}
