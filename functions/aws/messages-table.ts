/**
 * The logs of all conversations. Key: `conversation`, `seq`; the item at `seq` 0 is the conversation's head, which is no
 * entry and holds no text.
 */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AppendableLog } from '../core/append.ts';
import type { Entry, Head } from '../core/entry.ts';
import type { Position } from '../core/message-id.ts';
import type { ReadableLog } from '../core/page.ts';
import { conditionHeld, dynamo, getMany, queryAll } from './dynamo.ts';

const HEAD = 0;
const FIRST = 1;

export interface MessagesTable extends AppendableLog, ReadableLog {
  get(position: Position, consistency: 'strong' | 'eventual'): Promise<Entry | undefined>;
  getMany(positions: readonly Position[]): Promise<readonly Entry[]>;
  heads(conversations: readonly string[]): Promise<readonly Head[]>;
  /** Writes the head unless one as new is there; a slow writer that comes late changes nothing. */
  advanceHead(head: Head): Promise<void>;
}

export function messagesTable(table: string): MessagesTable {
  const range = (condition: string, conversation: string, from: number, to?: number) => ({
    TableName: table,
    KeyConditionExpression: `conversation = :conversation AND ${condition}`,
    ExpressionAttributeValues: { ':conversation': conversation, ':from': from, ...(to !== undefined && { ':to': to }) },
    ConsistentRead: true,
  });
  const entriesBefore = async (conversation: string, before: number | undefined, limit: number): Promise<readonly Entry[]> => {
    if (before !== undefined && before <= FIRST) return [];
    const keys = before === undefined ? range('seq >= :from', conversation, FIRST) : range('seq BETWEEN :from AND :to', conversation, FIRST, before - 1);
    return (await queryAll({ ...keys, ScanIndexForward: false }, limit)) as unknown as Entry[];
  };

  return {
    entriesBefore,

    async entriesFrom(conversation, from, limit) {
      return (await queryAll(range('seq >= :from', conversation, Math.max(from, FIRST)), limit)) as unknown as Entry[];
    },

    async tail(conversation) {
      return (await entriesBefore(conversation, undefined, 1))[0];
    },

    put(entry) {
      return conditionHeld(dynamo.send(new PutCommand({ TableName: table, Item: entry, ConditionExpression: 'attribute_not_exists(seq)' })));
    },

    async get({ conversation, seq }, consistency) {
      const { Item } = await dynamo.send(
        new GetCommand({ TableName: table, Key: { conversation, seq }, ConsistentRead: consistency === 'strong' }),
      );
      return Item as Entry | undefined;
    },

    async getMany(positions) {
      return (await getMany(table, positions.map(({ conversation, seq }) => ({ conversation, seq })))) as unknown as Entry[];
    },

    async heads(conversations) {
      return (await getMany(table, conversations.map((conversation) => ({ conversation, seq: HEAD })))) as unknown as Head[];
    },

    async advanceHead(head) {
      const put = new PutCommand({
        TableName: table,
        Item: { ...head, seq: HEAD },
        ConditionExpression: 'attribute_not_exists(seq) OR lastSeq < :seq',
        ExpressionAttributeValues: { ':seq': head.lastSeq },
      });
      await conditionHeld(dynamo.send(put));
    },
  };
}
