/** /admin/reports: reading and resolving reports. */

import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import * as routes from '#contract/routes/admin.ts';
import { encodeCursor } from '#functions/core/cursor.ts';
import { recordId } from '#functions/core/moderation-record.ts';
import { acts, asAdmin, resetAdmin } from '../support/as-admin.ts';
import { dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import type { Received } from '../support/http.ts';

const UNIQUE = '6d3f5a52-93a6-4c8e-9b0f-1f0a8d6a2c11';
const at = '2026-01-02T03:04:05.678Z';
const id = recordId(NOW, UNIQUE);
/** A resolved report goes after half a year. */
const KEPT = { ':expiresAt': Math.ceil(NOW / 1000) + 183 * 24 * 60 * 60 };

beforeEach(resetAdmin);

describe('GET /admin/reports', () => {
  const stored = { month: 'reports#2026-01', id, reporter: 'bob', reason: 'Rude', status: 'open' };

  it('shows what was reported, month by month backwards', async () => {
    const older = {
      ...stored,
      id: recordId(NOW - 1, UNIQUE),
      status: 'resolved',
      resolvedBy: 'zoe',
      resolvedAt: NOW,
      user: { username: 'eve', displayName: 'Eve' },
    };
    const items = [
      { ...stored, kind: 'fraud', message: { id: 'alice~bob.1', sender: 'alice', timestamp: NOW, body: 'Hi' } },
      older,
    ];
    dynamo.on(QueryCommand).resolves({ Items: items });

    expect((await asAdmin(routes.listReports)).body).toEqual({
      items: [
        {
          id,
          at,
          reporter: 'bob',
          kind: 'fraud',
          reason: 'Rude',
          status: 'open',
          message: { id: 'alice~bob.1', sender: 'alice', timestamp: at, body: 'Hi' },
        },
        {
          id: older.id,
          at: '2026-01-02T03:04:05.677Z',
          reporter: 'bob',
          reason: 'Rude',
          status: 'resolved',
          resolvedBy: 'zoe',
          resolvedAt: at,
          user: { username: 'eve', displayName: 'Eve' },
        },
      ],
    });
  });

  it('looks through all months there were, and asks for those of a status only where one is named', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    const cursor = encodeCursor(['alice', 'reports', 'open'], recordId(Date.UTC(2026, 3, 5), UNIQUE));

    expect(await asAdmin(routes.listReports, { query: { status: 'open', cursor, limit: '5' } })).toMatchObject({
      status: 200,
      body: { items: [] },
    });

    const queries = dynamo.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input);
    expect(queries.map(({ ExpressionAttributeValues: values }) => values?.[':month'] as unknown)).toEqual(
      ['04', '03', '02', '01'].map((month) => `reports#2026-${month}`),
    );
    expect(queries[0]).toMatchObject({ FilterExpression: '#status = :status', ScanIndexForward: false, Limit: 6 });
  });

  it('ends a page where an answer is full, and the next one goes on there', async () => {
    const earlierTexts = Array.from({ length: 6 }, () => ({ body: '"'.repeat(16_000), timestamp: NOW }));
    const message = { id: 'alice~bob.1', sender: 'alice', timestamp: NOW, body: 'Hi', earlierTexts };
    const items = Array.from({ length: 50 }, (_, i) => ({ ...stored, id: recordId(NOW - i, UNIQUE), message }));
    dynamo.on(QueryCommand).resolves({ Items: items });

    const answer = await asAdmin(routes.listReports);

    const page = answer.body as { items: { id: string }[]; next: string };
    expect(Buffer.byteLength(JSON.stringify(JSON.stringify(page)))).toBeLessThan(6_000_000);
    expect(page.items.length).toBeGreaterThan(5);
    expect(page.items).toMatchObject(items.slice(0, page.items.length).map((item) => ({ id: item.id })));
    expect(page.next).toBe(encodeCursor(['alice', 'reports', ''], page.items.at(-1)?.id ?? ''));
  });

  it('goes on where the page before ended, and is refused with the cursor of another list', async () => {
    dynamo.on(QueryCommand).resolves({
      Items: [stored, stored].map((item) => ({ ...item, user: { username: 'eve', displayName: 'Eve' } })),
    });

    const { next } = (await asAdmin(routes.listReports, { query: { limit: '1' } })).body as { next: string };

    expect(next).toBe(encodeCursor(['alice', 'reports', ''], id));
    expect(await asAdmin(routes.listReports, { query: { cursor: next, status: 'open' } })).toMatchObject({
      status: 400,
    });
    expect(await asAdmin(routes.listActs, { query: { cursor: next } })).toMatchObject({ status: 400 });
    expect(
      await asAdmin(routes.listReports, { query: { cursor: encodeCursor(['alice', 'reports', ''], 'x') } }),
    ).toMatchObject({ status: 400 });
  });
});

describe('POST /admin/reports/{id}/resolve', () => {
  const resolve = (parameters: Readonly<Record<string, string>>): Promise<Received> =>
    asAdmin(routes.resolveReport, { parameters });

  it('records who resolves an open one, and then resolves it', async () => {
    dynamo.on(GetCommand, { TableName: 'moderation-table' }).resolves({ Item: { id, status: 'open' } });

    expect(await resolve({ id })).toMatchObject({ status: 204 });

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'moderation-table',
      Key: { month: 'reports#2026-01', id },
      ConditionExpression: '#status = :open',
      ExpressionAttributeValues: { ':resolved': 'resolved', ':open': 'open', ':by': 'alice', ':at': NOW, ...KEPT },
    });
    expect(acts()).toMatchObject([{ by: 'alice', act: 'resolve-report', subject: id }]);
  });

  it('leaves it open where that could not be recorded, so that it can be repeated', async () => {
    dynamo.on(GetCommand, { TableName: 'moderation-table' }).resolves({ Item: { id, status: 'open' } });
    dynamo.on(PutCommand).rejects(failure('InternalServerError'));

    expect(await resolve({ id })).toMatchObject({ status: 500 });

    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
  });

  it('changes nothing about a resolved one', async () => {
    dynamo.on(GetCommand, { TableName: 'moderation-table' }).resolves({ Item: { id, status: 'resolved' } });

    expect(await resolve({ id })).toMatchObject({ status: 204 });

    expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
    expect(acts()).toEqual([]);
  });

  it('does not find what there is not', async () => {
    dynamo.on(GetCommand, { TableName: 'moderation-table' }).resolves({});

    for (const missing of [id, 'x', '']) expect(await resolve({ id: missing })).toMatchObject({ status: 404 });
    expect(acts()).toEqual([]);
  });
});
