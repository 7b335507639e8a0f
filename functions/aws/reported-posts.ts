/**
 * Who has reported which post, in the table of moderation: one item for each post (`reporters#<post>`), and one for
 * each hidden post, all under `hidden-posts`. Both expire after half a year. They are few, since reports are limited.
 */

import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { REPORTERS_TO_HIDE, type ReportedPosts } from '../core/feed/reported-posts.ts';
import type { Report } from '../core/moderation-record.ts';
import { conditionHeld, dynamo, getMany, itemIfConditionFailed, queryAll, timeToLive } from './dynamo.ts';
import { keyOfReport } from './moderation-table.ts';

const HIDDEN = 'hidden-posts';

interface HiddenItem {
  /** Id of the post. */
  readonly id: string;
  readonly hiddenAt: number;
  readonly reports: readonly string[];
}

export const reportedPosts = (table: string): ReportedPosts => ({
  async noteReporter(post, reporter, report, until) {
    const update = new UpdateCommand({
      TableName: table,
      Key: { month: `reporters#${post}`, id: 'reporters' },
      UpdateExpression: 'ADD people :people, reports :reports SET expiresAt = :until',
      ConditionExpression: 'attribute_not_exists(people) OR (NOT contains(people, :person) AND size(people) < :most)',
      ExpressionAttributeValues: {
        ':people': new Set([reporter]),
        ':reports': new Set([report]),
        ':person': reporter,
        ':most': REPORTERS_TO_HIDE,
        ':until': timeToLive(until),
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    let noted: unknown;
    const before = await itemIfConditionFailed(
      dynamo.send(update).then(({ Attributes }) => {
        noted = Attributes?.['reports'];
      }),
    );
    return [...((before?.['reports'] ?? noted ?? []) as Iterable<string>)];
  },

  async addHidden(post, hiddenAt, reports, until) {
    const put = new PutCommand({
      TableName: table,
      Item: { month: HIDDEN, id: post, hiddenAt, reports, expiresAt: timeToLive(until) },
      ConditionExpression: 'attribute_not_exists(id)',
    });
    await conditionHeld(dynamo.send(put));
  },

  async removeHidden(post) {
    await dynamo.send(new DeleteCommand({ TableName: table, Key: { month: HIDDEN, id: post } }));
  },

  async listHidden(after, limit) {
    const query = {
      TableName: table,
      KeyConditionExpression: `#month = :month${after === undefined ? '' : ' AND id > :after'}`,
      ExpressionAttributeNames: { '#month': 'month' },
      ExpressionAttributeValues: { ':month': HIDDEN, ...(after !== undefined && { ':after': after }) },
      ConsistentRead: true,
    };
    const hidden = await queryAll<HiddenItem>(query, limit);
    const keys = hidden.flatMap((item) => item.reports.map(keyOfReport));
    const reports = new Map((await getMany<Report>(table, keys)).map((report) => [report.id, report]));
    return hidden.map((item) => ({
      post: item.id,
      hiddenAt: item.hiddenAt,
      reports: item.reports.flatMap((id) => reports.get(id) ?? []),
    }));
  },
});
