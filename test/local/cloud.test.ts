/** The local cloud as a whole runs any stack: here one without a user pool, a site or a WebSocket API. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCloud } from '#local/cloud.ts';
import { lambdaFunction, role, writeAssembly } from '../support/small-assembly.ts';
import { temporaryFolder } from './dynamodb/fixture.ts';

const arn = (logicalId: string): object => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** A route that counts its requests in a table, with the SDK calls of its function spelled out. */
const counter = {
  Role: role({ Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: arn('Counters') }),
  Counters: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'name', AttributeType: 'S' }],
    },
  },
  Count: lambdaFunction('Count'),
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: arn('Count'),
      Principal: 'apigateway.amazonaws.com',
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
  Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default' } },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: 'POST /count/{name}',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn('Count'),
      PayloadFormatVersion: '2.0',
    },
  },
};

const countSource = `export const handler = async ({ pathParameters: { name } }) => {
  const { requestHandler } = globalThis[Symbol.for('aws.clientConfiguration')];
  const { response } = await requestHandler.handle({
    method: 'POST', path: '/', query: {},
    headers: { 'x-amz-target': 'DynamoDB_20120810.UpdateItem' },
    body: JSON.stringify({
      TableName: 'Counters', Key: { name: { S: name } }, UpdateExpression: 'ADD hits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } }, ReturnValues: 'ALL_NEW',
    }),
  });
  return JSON.parse(response.body.toString()).Attributes.hits.N;
};`;

async function start(resources: Readonly<Record<string, object>>, bundles: Readonly<Record<string, string>> = {}) {
  const assembly = await writeAssembly({ resources, bundles });
  const cloud = await startCloud({ assembly, dataDir: await temporaryFolder(), port: 0 });
  onTestFinished(() => cloud.close());
  return cloud;
}

describe('the local cloud', () => {
  it('runs a stack of an HTTP API, a function and a table', async () => {
    const cloud = await start(counter, { Count: countSource });

    const counts = [];
    for (let i = 0; i < 2; i += 1)
      counts.push(await (await fetch(`${cloud.httpApiUrl}/count/visits`, { method: 'POST' })).text());
    const tool = new DynamoDBClient({
      endpoint: cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const stored = await tool.send(new GetItemCommand({ TableName: 'Counters', Key: { name: { S: 'visits' } } }));

    expect(counts).toEqual(['1', '2']);
    expect(stored.Item).toEqual({ name: { S: 'visits' }, hits: { N: '2' } });
  });

  it('says at each address what the stack does not have', async () => {
    const cloud = await start({ Logs: { Type: 'AWS::Logs::LogGroup' } });

    const [site, api] = await Promise.all([fetch(cloud.siteUrl), fetch(cloud.httpApiUrl)]);
    const connection = await fetch(`${cloud.webSocketUrl.replace('ws:', 'http:')}/@connections/1`, { method: 'POST' });

    expect([site.status, await site.json()]).toEqual([
      404,
      { message: 'The template has no CloudFront distribution.' },
    ]);
    expect([api.status, await api.json()]).toEqual([404, { message: 'The template has no HTTP API.' }]);
    expect(connection.status).toBe(404);
    expect(cloud.mails()).toEqual([]);
  });
});
