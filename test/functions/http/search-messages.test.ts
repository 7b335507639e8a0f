/** GET /conversations/{peer}/search */

import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { searchMessages } from '#contract/routes/conversations.ts';
import { conditionFailed, dynamo } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { logOf, message } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { call, type Received } from '../support/http.ts';
import { answerTables } from '../support/tables.ts';

stubEnvironment();
const { handler } = await import('#functions/http/conversations.ts');

const fromBob = { sender: 'bob', recipient: 'alice' };

const search = (query: string, peer = 'bob'): Promise<Received> =>
  call(handler, searchMessages, { parameters: { peer }, query });

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetCommand, { TableName: 'users-table' }).callsFake(async ({ Key }: { Key: { username: string } }) => ({
    Item: Key.username === 'nobody' ? undefined : { displayName: Key.username, createdAt: 0, ...Key },
  }));
  dynamo.on(UpdateCommand).resolves({});
});

describe('GET /conversations/{peer}/search', () => {
  it('is the messages found, with the part of the text that was searched for', async () => {
    answerTables({ logs: [logOf(message('A ladder'), message('No'), message('ladder', fromBob))] });

    expect(await search('text=LADDER')).toMatchObject({
      status: 200,
      body: {
        items: [
          { id: 'alice~bob.3', seq: 3, sender: 'bob', excerpt: [{ text: 'ladder', found: true }] },
          { id: 'alice~bob.1', seq: 1, excerpt: [{ text: 'A ' }, { text: 'ladder', found: true }] },
        ],
        since: new Date(NOW - 2_000).toISOString(),
      },
    });
    expect((await search('text=ladder')).body).not.toHaveProperty('next');
  });

  it('goes on before the last message of a page', async () => {
    answerTables({ logs: [logOf(message('one'), message('one'), message('one'))] });

    expect(await search('text=one&limit=2')).toMatchObject({ body: { items: [{ seq: 3 }, { seq: 2 }], next: 2 } });
    expect((await search('text=one&before=2')).body).toMatchObject({ items: [{ seq: 1 }] });
  });

  it('reads the log by one strongly consistent Query, however little it finds', async () => {
    answerTables({ logs: [logOf(...Array.from({ length: 30 }, () => message('no')))] });

    await search('text=ladder&before=20');

    const reads = dynamo.commandCalls(QueryCommand).map(({ args: [{ input }] }) => input);
    expect(reads.filter(({ ScanIndexForward }) => ScanIndexForward === false)).toMatchObject([
      {
        ExpressionAttributeValues: { ':conversation': 'alice~bob', ':from': 1, ':to': 19 },
        ConsistentRead: true,
        Limit: 1000,
      },
    ]);
  });

  it('is answered 429 with Retry-After beyond the limit of a minute, and then reads nothing', async () => {
    answerTables({ logs: [logOf(message('ladder'))] });
    dynamo.on(UpdateCommand).rejects(conditionFailed());

    expect(await search('text=ladder')).toMatchObject({
      status: 429,
      headers: { 'retry-after': String(60 - (Math.floor(NOW / 1000) % 60)) },
      body: { code: 'too-many-requests' },
    });
    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      Key: { username: `limit#searches#alice#${Math.floor(NOW / 60_000)}` },
      ExpressionAttributeValues: {
        ':one': 1,
        ':limit': 30,
        ':until': (Math.floor(NOW / 60_000) + 1) * 60,
      },
    });
    expect(dynamo).not.toHaveReceivedCommand(QueryCommand);
  });

  it('with an unknown user is not found', async () => {
    answerTables({});

    expect(await search('text=a')).toMatchObject({ status: 200, body: { items: [] } });
    for (const peer of ['nobody', 'Bob']) expect(await search('text=a', peer)).toMatchObject({ status: 404 });
  });

  it.each(['', 'text=', 'text=%20', 'text=%CC%81', 'text=a%0A', `text=${'a'.repeat(101)}`, 'text=a&before=-1'])(
    'is refused for the query %j',
    async (query) => {
      expect(await search(query)).toMatchObject({ status: 400, body: { code: 'invalid' } });
      expect(dynamo).not.toHaveReceivedCommand(UpdateCommand);
    },
  );
});
