/** The AWS endpoint: which service and which permissions a call gets, over HTTP and over message ports. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { CognitoIdentityProviderClient, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createEndpoint, type Services } from '#local/aws/endpoint.ts';
import { ServiceError, type Authorize, type Service, type ServiceRequest } from '#local/aws/service.ts';
import { noFaults } from '#local/faults.ts';

const empty: Service = async () => ({ statusCode: 200, headers: {}, body: '{}' });
const answered = async () => ({ statusCode: 200, headers: {}, body: 'from S3' });
const denied: Authorize = (action, resource) => {
  throw new ServiceError('AccessDeniedException', `may not ${action} on ${resource}`);
};
const getItem = (request: Partial<ServiceRequest> = {}): ServiceRequest => ({
  method: 'POST',
  path: '/',
  headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from('{}'),
  ...request,
});

/** Starts an endpoint where the function `Send` may do everything and `Read` nothing. */
async function listen(services: Partial<Services>, lines: string[] = []) {
  const endpoint = createEndpoint({
    services: {
      dynamodb: empty,
      cognito: empty,
      secrets: empty,
      queues: empty,
      lambda: empty,
      connections: empty,
      s3: { respond: answered },
      ...services,
    },
    jwks: (path) => (path === '/pool/.well-known/jwks.json' ? { keys: [] } : undefined),
    authorize: new Map([
      ['Send', () => {}],
      ['Read', denied],
    ]),
    faults: noFaults,
    log: (line) => lines.push(line),
  });
  const server = createServer(endpoint.handle).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientFor = (accessKeyId: string) => ({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'x' },
  });
  return { endpoint, url, clientFor };
}

const protectedGet: Service = async (_, authorize) => {
  authorize('dynamodb:GetItem', 'arn:table');
  return { statusCode: 200, headers: {}, body: '{"Item":{"text":{"S":"hi"}}}' };
};
const get = new GetItemCommand({ TableName: 'Messages', Key: { id: { S: '1' } } });

describe('The AWS endpoint', () => {
  it('routes each call to its service', async () => {
    const seen: string[] = [];
    const named =
      (name: string): Service =>
      async ({ path }) => {
        seen.push(`${name} ${path}`);
        return { statusCode: 200, headers: {}, body: '{}' };
      };
    const { clientFor, url } = await listen({
      dynamodb: named('dynamodb'),
      cognito: named('cognito'),
      connections: named('connections'),
    });

    await new DynamoDBClient(clientFor('local')).send(get);
    await new CognitoIdentityProviderClient(clientFor('local')).send(
      new SignUpCommand({ ClientId: 'c', Username: 'u', Password: 'p' }),
    );
    await new ApiGatewayManagementApiClient({ ...clientFor('local'), endpoint: `${url}/live` }).send(
      new PostToConnectionCommand({ ConnectionId: 'a+b=', Data: 'x' }),
    );

    expect(seen).toEqual(['dynamodb /', 'cognito /', 'connections /live/@connections/a%2Bb%3D']);
  });

  it.each([
    ['a function with permission', 'Send'],
    ['a developer', 'local'],
  ])('answers %s, which its access key names', async (_, key) => {
    const { clientFor } = await listen({ dynamodb: protectedGet });

    expect((await new DynamoDBClient(clientFor(key)).send(get)).Item).toEqual({ text: { S: 'hi' } });
  });

  it.each([
    ['a function without permission', 'Read', 'AccessDeniedException'],
    ['an unknown key', 'AKIAEXAMPLE', 'UnrecognizedClientException'],
  ])('refuses %s', async (_, key, name) => {
    const { clientFor } = await listen({ dynamodb: protectedGet });

    await expect(new DynamoDBClient(clientFor(key)).send(get)).rejects.toMatchObject({ name });
  });

  it('allows unsigned calls only where no permission is needed', async () => {
    const { url } = await listen({ dynamodb: protectedGet });
    const call = (target: string) => fetch(url, { method: 'POST', headers: { 'x-amz-target': target }, body: '{}' });

    expect((await call('DynamoDB_20120810.GetItem')).status).toBe(403);
    expect((await call('AWSCognitoIdentityProviderService.SignUp')).status).toBe(200);
  });

  it('identifies a function by its message port, not by the signature', async () => {
    const { endpoint } = await listen({ dynamodb: protectedGet });
    const request = getItem({
      headers: { ...getItem().headers, authorization: 'AWS4-HMAC-SHA256 Credential=Send/1/2/3' },
    });

    expect((await endpoint.call('Send', request)).statusCode).toBe(200);
    expect(await endpoint.call('Read', request)).toMatchObject({
      statusCode: 400,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': 'AccessDeniedException' },
      body: '{"__type":"AccessDeniedException","message":"may not dynamodb:GetItem on arn:table"}',
    });
  });

  it('answers 403 when a path is not allowed', async () => {
    const { endpoint } = await listen({ connections: protectedGet });

    const answer = await endpoint.call('Read', getItem({ path: '/live/@connections/a', headers: {} }));

    expect(answer.statusCode).toBe(403);
  });

  it('answers 500 to a defect of a service, and logs it', async () => {
    const lines: string[] = [];
    const { endpoint } = await listen({ dynamodb: () => Promise.reject(new TypeError('oops')) }, lines);

    const answer = await endpoint.call('Send', getItem());

    expect(answer).toMatchObject({ statusCode: 500, headers: { 'x-amzn-errortype': 'InternalServerError' } });
    expect(lines[0]).toContain('TypeError: oops');
    expect(answer.body).not.toContain('oops');
  });

  it('refuses a call of an unknown service by its name', async () => {
    const { endpoint } = await listen({});

    const answer = await endpoint.call('Send', getItem({ headers: { 'x-amz-target': 'Kinesis_20131202.PutRecord' } }));

    expect(answer.body).toContain('Kinesis_20131202.PutRecord');
    expect(answer.headers['x-amzn-errortype']).toBe('UnknownOperationException');
  });

  it("publishes the user pools' signing keys", async () => {
    const { url } = await listen({});

    expect(await (await fetch(`${url}/pool/.well-known/jwks.json`)).json()).toEqual({ keys: [] });
  });
});
