/**
 * The logs of all conversations. Key: `conversation`, `seq`. The item at `seq` 0 is the conversation's head,
 * which is not an entry and holds no text.
 */

import {
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type QueryCommandInput,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { messageId, type Position } from '#contract/message-id.ts';
import { reactionName } from '../core/apply.ts';
import { ERASED, type AppliedChanges, type Entry, type Head, type Reaction } from '../core/entry.ts';
import type { Log } from '../core/ports.ts';
import { conditionHeld, dynamo, getMany, itemIfConditionFailed, queryAll, unlessConditionFailed } from './dynamo.ts';
import { isPermanent, reportSkipped } from './skipped-entries.ts';

const HEAD_SEQ = 0;
const FIRST_SEQ = 1;
const IS_KIND = 'kind = :kind';
const IS_EDITABLE = `${IS_KIND} AND attribute_not_exists(deletionSeq)`;
const HAS_OLDER_EDIT = '(attribute_exists(original) AND editSeq < :seq)';

/**
 * Everything but the removal of a whole log, which `removal.ts` has.
 * @param generation of the entries that are written; only functions that append need it
 */
export function messagesTable(table: string, generation?: number): Omit<Log, 'removeAll'> {
  const range = (condition: string, conversation: string, from: number, to?: number) => ({
    TableName: table,
    KeyConditionExpression: `conversation = :conversation AND ${condition}`,
    ExpressionAttributeValues: { ':conversation': conversation, ':from': from, ...(to !== undefined && { ':to': to }) },
    ConsistentRead: true,
  });
  /** Returns the query for the entries before a seq, descending; undefined where there can be none. */
  const backwards = (conversation: string, before: number | undefined): QueryCommandInput | undefined => {
    if (before !== undefined && before <= FIRST_SEQ) return undefined;
    const keys =
      before === undefined
        ? range('seq >= :from', conversation, FIRST_SEQ)
        : range('seq BETWEEN :from AND :to', conversation, FIRST_SEQ, before - 1);
    return { ...keys, ScanIndexForward: false };
  };
  const entriesBefore: Log['entriesBefore'] = async (conversation, before, limit) => {
    const query = backwards(conversation, before);
    return query ? queryAll<Entry>(query, limit) : [];
  };

  /** Changes an item of the log. @returns what was applied to it; undefined where the condition does not hold */
  const update = async (
    { conversation, seq }: Position,
    change: Pick<
      UpdateCommandInput,
      'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
    >,
  ): Promise<AppliedChanges | undefined> => {
    const command = new UpdateCommand({
      TableName: table,
      Key: { conversation, seq },
      ReturnValues: 'ALL_NEW',
      ...change,
    });
    const answer = await unlessConditionFailed(dynamo.send(command));
    return answer && (answer.Attributes ?? {});
  };

  const log: Omit<Log, 'removeAll'> = {
    ...(generation !== undefined && { generation }),

    entriesBefore,

    async pageBefore(conversation, before, Limit) {
      const query = backwards(conversation, before);
      if (!query) return [];
      const { Items = [] } = await dynamo.send(new QueryCommand({ ...query, Limit }));
      return Items as Entry[];
    },

    entriesFrom: (conversation, from, limit) =>
      queryAll<Entry>(range('seq >= :from', conversation, Math.max(from, FIRST_SEQ)), limit),

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

    getMany(positions) {
      const keys = positions.map(({ conversation, seq }) => ({ conversation, seq }));
      return getMany<Entry>(table, keys);
    },

    heads(conversations) {
      const keys = conversations.map((conversation) => ({ conversation, seq: HEAD_SEQ }));
      return getMany<Head>(table, keys);
    },

    async advanceHead(head, after) {
      const isBehind = 'lastSeq >= :after AND lastSeq < :seq';
      const put = new PutCommand({
        TableName: table,
        Item: { ...head, seq: HEAD_SEQ },
        ConditionExpression: after === 0 ? `attribute_not_exists(seq) OR ${isBehind}` : isBehind,
        ExpressionAttributeValues: { ':after': after, ':seq': head.lastSeq },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const present = await itemIfConditionFailed(dynamo.send(put));
      return present ? Number(present['lastSeq'] ?? 0) : head.lastSeq;
    },

    skipIfPermanent(position, error) {
      if (!isPermanent(error)) return false;
      reportSkipped(`The entry ${messageId(position)}`, error);
      return true;
    },

    async applyEdit({ conversation, seq, target, body, timestamp }) {
      const message = { conversation, seq: target };
      const edits = new Set([seq]);
      const setText = 'body = :body, editSeq = :seq, editedAt = :at';
      const text = { ':kind': 'message', ':body': body, ':seq': seq, ':at': timestamp };
      const applied = await update(message, {
        // The right side of a SET is what the item has before the update.
        UpdateExpression: `SET original = if_not_exists(original, body), ${setText} ADD edits :edits`,
        ConditionExpression: `${IS_EDITABLE} AND (attribute_not_exists(editSeq) OR ${HAS_OLDER_EDIT})`,
        ExpressionAttributeValues: { ...text, ':edits': edits },
      });
      if (applied) return true;
      const noted = await update(message, {
        UpdateExpression: 'ADD edits :edits',
        ConditionExpression: IS_KIND,
        ExpressionAttributeValues: { ':kind': 'message', ':edits': edits },
      });
      if (noted?.deletionSeq !== undefined) return false;
      // An earlier version edited it and did not keep its first text: what it has now is not that.
      if (noted && noted.original === undefined && (noted.editSeq ?? Infinity) < seq)
        await update(message, {
          UpdateExpression: `SET ${setText}`,
          ConditionExpression: `${IS_EDITABLE} AND editSeq < :seq`,
          ExpressionAttributeValues: text,
        });
      return true;
    },

    async applyDeletion({ conversation, seq, target, by = 'sender' }) {
      const message = { conversation, seq: target };
      const erased = await update(message, {
        UpdateExpression:
          'SET body = :erased, digest = :erased, deletionSeq = :seq, deletedBy = :by ' +
          'REMOVE editSeq, editedAt, original, #post, attachments',
        ConditionExpression: `${IS_KIND} AND (attribute_not_exists(deletionSeq) OR deletionSeq > :seq)`,
        ExpressionAttributeNames: { '#post': 'post' },
        ExpressionAttributeValues: { ':kind': 'message', ':erased': ERASED, ':seq': seq, ':by': by },
      });
      // The function that marked it before may have crashed before it erased the edits.
      const stored = erased ?? ((await log.get(message, 'strong')) as AppliedChanges | undefined);
      // A function of an earlier version, which knows no first text, may have marked it as well.
      if (stored?.original !== undefined)
        await update(message, {
          UpdateExpression: 'REMOVE original',
          ConditionExpression: 'attribute_exists(deletionSeq)',
        });
      return [...(stored?.edits ?? [])];
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

    async forgetFiles(message) {
      await update(message, { UpdateExpression: 'REMOVE files', ConditionExpression: 'attribute_exists(deletionSeq)' });
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
