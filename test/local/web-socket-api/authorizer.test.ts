/** The REQUEST authorizer of `$connect`. */
import { describe, expect, it } from 'vitest';
import { rejection, startWebSocketApi, until, type Event } from './gateway.ts';

const policy = (Effect: string, Resource: string, context: object = {}) => ({
  principalId: 'alice',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
  context,
});
const allow = ({ methodArn = '' }: Event) => policy('Allow', methodArn);
const PROTOCOLS = ['chat.v1', 'bearer.token'];
const $connect = () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'chat.v1' } });

describe('the REQUEST authorizer', () => {
  it('is invoked before $connect, with the headers as the client sent them', async () => {
    const { connect, url, events, invokers } = await startWebSocketApi({ authorize: allow, functions: { $connect } });

    await connect(PROTOCOLS, { headers: { 'X-MiXed': 'Case' } });

    expect(events.map(({ type, requestContext }) => [type, requestContext.eventType])).toEqual([
      ['REQUEST', 'CONNECT'],
      [undefined, 'CONNECT'],
    ]);
    expect(events[0]).toMatchObject({
      methodArn: 'arn:aws:execute-api:eu-central-1:123456789012:api/live/$connect',
      headers: {
        Host: new URL(url).host,
        'Sec-WebSocket-Protocol': 'chat.v1,bearer.token',
        'X-MiXed': 'Case',
        'X-Forwarded-For': '127.0.0.1',
      },
      multiValueHeaders: { 'X-MiXed': ['Case'] },
      requestContext: { routeKey: '$connect', apiId: 'api', stage: 'live', identity: { sourceIp: '127.0.0.1' } },
    });
    expect(invokers).toMatchObject([
      {
        principal: 'apigateway.amazonaws.com',
        sourceArn: 'arn:aws:execute-api:eu-central-1:123456789012:api/authorizers/authorizer',
      },
      {
        principal: 'apigateway.amazonaws.com',
        sourceArn: 'arn:aws:execute-api:eu-central-1:123456789012:api/live/$connect',
      },
    ]);
  });

  it('adds its context and principal to every later event, including $disconnect', async () => {
    const { connect, events } = await startWebSocketApi({
      authorize: ({ methodArn = '' }) => policy('Allow', methodArn, { session: 's1', age: 7, isNew: true }),
      functions: { $connect },
    });

    const { socket } = await connect(PROTOCOLS);
    socket.send('hi');
    await until(() => events.length === 3);
    socket.close();
    await until(() => events.length === 4);

    const context = { principalId: 'alice', session: 's1', age: '7', isNew: 'true' };
    expect(events.slice(1).map(({ requestContext }) => [requestContext.routeKey, requestContext.authorizer])).toEqual([
      ['$connect', context],
      ['$default', context],
      ['$disconnect', context],
    ]);
    expect(events[0]?.requestContext).not.toHaveProperty('authorizer');
  });

  it.each([
    ['denies', 403, ({ methodArn = '' }: Event) => policy('Deny', methodArn)],
    [
      'allows another resource only',
      403,
      () => policy('Allow', 'arn:aws:execute-api:eu-central-1:123456789012:other/*'),
    ],
    ['throws "Unauthorized"', 401, () => Promise.reject(new Error('Unauthorized'))],
    ['throws anything else', 500, () => Promise.reject(new Error('boom'))],
    ['returns no policy', 500, () => ({ isAuthorized: true })],
    ['puts an object into its context', 500, ({ methodArn = '' }: Event) => policy('Allow', methodArn, { deep: {} })],
  ])('that %s fails the handshake with %i, and $connect is not invoked', async (_, status, authorize) => {
    const { connect, events } = await startWebSocketApi({ authorize });

    expect(String(await rejection(connect(PROTOCOLS)))).toContain(String(status));
    expect(events.map(({ type }) => type)).toEqual(['REQUEST']);
  });

  it('is not invoked when the identity source is missing: 401', async () => {
    const inHeader = await startWebSocketApi({ authorize: allow });
    const inQuery = await startWebSocketApi({ authorize: allow, identitySource: 'route.request.querystring.token' });

    expect(String(await rejection(inHeader.connect()))).toContain('401');
    expect(String(await rejection(inQuery.connect()))).toContain('401');
    expect([...inHeader.events, ...inQuery.events]).toEqual([]);
  });

  it('is invoked at every handshake', async () => {
    const { connect, events } = await startWebSocketApi({ authorize: allow, functions: { $connect } });

    await connect(PROTOCOLS);
    await connect(PROTOCOLS);

    expect(events.filter(({ type }) => type === 'REQUEST')).toHaveLength(2);
  });
});
