/**
 * Uploads, until a message or a post has them, or they are forgotten. Key: `owner`, `id`. Under the owner `#due`, which
 * is no user name, are the tasks of the sweep: due-files.ts.
 */

import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Attachment } from '../core/files/attachment.ts';
import { FILES_MAX, type AttachmentRemoval, type Attachments } from '../core/files/ports.ts';
import { conditionHeld, dynamo, getMany, queryAll, timeToLive } from './dynamo.ts';

/** What taking and adding uploads needs. */
export function attachmentsTable(table: string): Attachments {
  return {
    async add(attachment, until) {
      const Item = { ...attachment, expiresAt: timeToLive(until) };
      await dynamo.send(new PutCommand({ TableName: table, Item }));
    },

    getMany: (owner, ids) =>
      getMany<Attachment>(
        table,
        ids.map((id) => ({ owner, id })),
      ),

    reserve(owner, id, { holder, file, after, at }, fresh) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { owner, id },
        // A reserved row is no longer forgotten by itself: its files have to go with it.
        UpdateExpression: 'SET holder = :holder, reservedAt = :at, #after = :after ADD files :files REMOVE expiresAt',
        ConditionExpression:
          'createdAt > :fresh AND (attribute_not_exists(holder) OR holder = :holder) AND ' +
          '(attribute_not_exists(files) OR size(files) < :most)',
        ExpressionAttributeNames: { '#after': 'after' },
        ExpressionAttributeValues: {
          ':holder': holder,
          ':at': at,
          ':after': after,
          ':files': new Set([file]),
          ':fresh': fresh,
          ':most': FILES_MAX,
        },
      });
      return conditionHeld(dynamo.send(update));
    },

    async confirm(owner, id, holder, file, until) {
      const confirmed = (expires: boolean) =>
        conditionHeld(
          dynamo.send(
            new UpdateCommand({
              TableName: table,
              Key: { owner, id },
              UpdateExpression: `SET isConfirmed = :true${expires ? ', expiresAt = :until' : ''}`,
              ConditionExpression:
                'holder = :holder AND contains(files, :file)' + (expires ? ' AND size(files) = :one' : ''),
              ExpressionAttributeValues: {
                ':true': true,
                ':holder': holder,
                ':file': file,
                ...(expires && { ':until': timeToLive(until), ':one': 1 }),
              },
            }),
          ),
        );
      // Where other attempts have noted files, the row stays for the sweep, which removes those.
      if (!(await confirmed(true))) await confirmed(false);
    },
  };
}

/** What the sweep and the deletion of an account need beyond that. */
export const attachmentRemoval = (table: string): AttachmentRemoval => ({
  list: (owner) =>
    queryAll<Attachment>({
      TableName: table,
      KeyConditionExpression: '#owner = :owner',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': owner },
      ConsistentRead: true,
    }),

  removeUnheld({ owner, id }) {
    const remove = new DeleteCommand({
      TableName: table,
      Key: { owner, id },
      ConditionExpression: 'attribute_not_exists(holder)',
    });
    return conditionHeld(dynamo.send(remove));
  },

  async remove({ owner, id }) {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: { owner, id } }));
  },
});
