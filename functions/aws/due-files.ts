/**
 * What the sweep has to do about files: items of the table of attachments under an owner that is no user name. Their
 * ids begin with the time, so that one Query finds what is due.
 */

import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { messageId } from '#contract/message-id.ts';
import type { DueTask, DueTasks } from '../core/files/ports.ts';
import { dynamo, queryAll } from './dynamo.ts';

const DUE = '#due';

function nameOf(task: DueTask): string {
  switch (task.kind) {
    case 'uploads':
      return task.owner;
    case 'message':
      return messageId(task);
    case 'post':
      return task.post;
  }
}

const timeIn = (due: number): string => new Date(due).toISOString();
const idOf = (task: DueTask): string => [timeIn(task.due), task.kind, nameOf(task)].join('#');

/** @param table the table of attachments */
export const notedTasks = (table: string): Pick<DueTasks, 'note'> => ({
  async note(task) {
    const Item = { owner: DUE, id: idOf(task), task };
    await dynamo.send(new PutCommand({ TableName: table, Item }));
  },
});

/** @param table the table of attachments */
export const dueTasks = (table: string): Pick<DueTasks, 'list' | 'finish'> => ({
  async list(before, limit) {
    const items = await queryAll<{ readonly task: DueTask }>(
      {
        TableName: table,
        KeyConditionExpression: '#owner = :due AND id < :before',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':due': DUE, ':before': timeIn(before) },
        ConsistentRead: true,
      },
      limit,
    );
    return items.map(({ task }) => task);
  },

  async finish(task) {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: { owner: DUE, id: idOf(task) } }));
  },
});
