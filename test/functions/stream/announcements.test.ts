/** The consumer of the stream, where sockets cannot be reached. */

import {
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { BatchGetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Entry } from '#functions/core/entry.ts';
import { dynamo, failure } from '../support/aws.ts';
import { NOW } from '../support/clock.ts';
import { messages } from '../support/entries.ts';
import { stubEnvironment } from '../support/environment.ts';
import { answerConsumer, gateway, posts, recordOf, sockets } from '../support/stream.ts';

stubEnvironment();
const { handler } = await import('#functions/stream/messages.ts');

const { context, counted, output } = answerConsumer();

const consume = (entries: readonly Entry[]) => handler({ Records: entries.map(recordOf) }, context);

describe('a batch that cannot be announced', () => {
  it('is done all the same where the sockets cannot be read, and the missing frames are counted', async () => {
    dynamo.on(BatchGetCommand).rejects(failure('InternalServerError'));

    expect(await consume(messages(2))).toEqual({ batchItemFailures: [] });
    expect(counted()).toMatchObject([{ DroppedFrames: 2 }]);
  });

  it('is done all the same where posts fail', async () => {
    gateway.on(PostToConnectionCommand, { ConnectionId: 'a1' }).rejects(failure('ForbiddenException'));

    expect(await consume(messages(1))).toEqual({ batchItemFailures: [] });
    expect(new Set(posts().map(([id]) => id))).toEqual(new Set(['a1', 'b1']));
    expect(counted()).toMatchObject([{ DroppedFrames: 1 }]);
  });

  it('is done all the same where no time is left to announce it', async () => {
    const { batchItemFailures } = await handler(
      { Records: messages(1).map(recordOf) },
      { getRemainingTimeInMillis: () => 10_000 },
    );

    expect(batchItemFailures).toEqual([]);
    expect(dynamo).toHaveReceivedCommand(PutCommand);
    expect(gateway).not.toHaveReceivedAnyCommand();
    expect(counted()).toMatchObject([{ DroppedFrames: 1 }]);
  });

  it('retries where the gateway throttles', async () => {
    gateway
      .on(PostToConnectionCommand, { ConnectionId: 'b1' })
      .rejectsOnce(new LimitExceededException({ message: '', $metadata: {} }))
      .resolves({});

    await consume(messages(1));

    expect(posts().map(([id]) => id)).toEqual(['a1', 'b1', 'b1']);
    expect(output()).not.toHaveBeenCalled();
  });

  it('removes a socket that is gone, unless it may not be open yet', async () => {
    const items = [sockets('bob', ['old'], NOW - 31_000), sockets('alice', ['young'], NOW - 1_000)];
    dynamo.on(BatchGetCommand).resolves({ Responses: { 'connections-table': items } });
    gateway.on(PostToConnectionCommand).rejects(new GoneException({ message: '', $metadata: {} }));

    await consume(messages(1));

    expect(dynamo).toHaveReceivedCommandExactlyOnceWith(UpdateCommand, {
      TableName: 'connections-table',
      Key: { username: 'bob' },
      UpdateExpression: 'REMOVE #a0, #a1',
      ConditionExpression: 'attribute_exists(username)',
      ExpressionAttributeNames: { '#a0': 'c#old', '#a1': 'w#old' },
      ReturnValues: 'UPDATED_OLD',
    });
    expect(output()).not.toHaveBeenCalled();
  });
});
