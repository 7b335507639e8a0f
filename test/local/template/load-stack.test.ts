/** Loading a stack from an assembly. */
import { describe, expect, it } from 'vitest';
import { loadStack } from '#local/template/load-stack.ts';
import { addresses, smallStack, writeAssembly } from '../../support/small-assembly.ts';

const httpApi = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } };
const webSocketApi = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } };
/** Builds an API's address as CDK does. */
const address = (scheme: string, api: string): object => ({
  'Fn::Join': [
    '',
    [`${scheme}://`, { Ref: api }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, '/live'],
  ],
});
const withVariables = (variables: object): object => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Environment: { Variables: variables } },
});

describe('the stack', () => {
  it('resolves references between resources', async () => {
    const stack = await smallStack({
      resources: {
        Messages: { Type: 'AWS::DynamoDB::GlobalTable' },
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: { 'Fn::GetAtt': ['Messages', 'StreamArn'] } },
        },
      },
    });

    const [table] = stack.ofType('AWS::DynamoDB::GlobalTable');
    const [mapping] = stack.ofType<{ EventSourceArn: string }>('AWS::Lambda::EventSourceMapping');
    expect(table).toMatchObject({
      logicalId: 'Messages',
      ref: 'Messages',
      arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/Messages',
    });
    expect(mapping?.properties.EventSourceArn).toMatch(`${table?.arn}/stream/`);
  });

  it('has account and region from the manifest, if the stack has its own', async () => {
    const stack = await smallStack({
      resources: { Q: { Type: 'AWS::Lambda::Function' } },
      environment: 'aws://123456789012/eu-west-1',
    });

    expect(stack.ofType('AWS::Lambda::Function')[0]?.arn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:Q');
  });

  it("replaces the cloud's addresses with local ones, however they are joined", async () => {
    const stack = await smallStack({
      resources: {
        Http: httpApi,
        Sockets: webSocketApi,
        Pool: { Type: 'AWS::Cognito::UserPool' },
        Site: {
          Type: 'AWS::CloudFront::Distribution',
          Properties: { DistributionConfig: { Aliases: ['chat.example.com'] } },
        },
        Function: withVariables({
          API: address('https', 'Http'),
          SOCKETS: address('wss', 'Sockets'),
          CONNECTIONS: address('https', 'Sockets'),
          SITE: { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Site', 'DomainName'] }]] },
          ALIAS: 'https://chat.example.com/here',
          ISSUER: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] },
        }),
      },
    });

    const [func] = stack.ofType<{ Environment: { Variables: object } }>('AWS::Lambda::Function');
    const pool = stack.ofType('AWS::Cognito::UserPool')[0]?.ref;
    expect(func?.properties.Environment.Variables).toEqual({
      API: 'http://127.0.0.1:3001/live',
      SOCKETS: 'ws://127.0.0.1:3002/live',
      CONNECTIONS: 'http://127.0.0.1:3002/live',
      SITE: 'http://127.0.0.1:3000',
      ALIAS: 'http://127.0.0.1:3000/here',
      ISSUER: `http://127.0.0.1:3003/${pool}`,
    });
  });

  it('localizes texts that are joined later, but no host that only begins with one of its own', async () => {
    const stack = await smallStack({ resources: { Sockets: webSocketApi } });
    const host = `${stack.ofType('AWS::ApiGatewayV2::Api')[0]?.ref}.execute-api.us-east-1.amazonaws.com`;

    expect(stack.localize(`"wss://${host}/live" "https://${host}.evil.example"`)).toBe(
      `"ws://127.0.0.1:3002/live" "https://${host}.evil.example"`,
    );
  });

  it("derives ids in AWS's form that are the same at every start", async () => {
    const assembly = await writeAssembly({
      resources: {
        Pool: { Type: 'AWS::Cognito::UserPool' },
        Client: { Type: 'AWS::Cognito::UserPoolClient' },
        Api: httpApi,
      },
    });

    const [first, second] = [await loadStack({ assembly, addresses }), await loadStack({ assembly, addresses })];

    const ids = first.resources.map(({ ref }) => ref);
    expect(ids).toEqual(second.resources.map(({ ref }) => ref));
    expect(ids).toEqual([
      expect.stringMatching(/^us-east-1_[a-z0-9]{9}$/),
      expect.stringMatching(/^[a-z0-9]{26}$/),
      expect.stringMatching(/^[a-z0-9]{10}$/),
    ]);
  });

  it('omits a resource whose condition is false', async () => {
    const conditions = { No: { 'Fn::Equals': ['a', 'b'] }, Yes: { 'Fn::Equals': ['a', 'a'] } };
    const stack = await smallStack({
      resources: {
        A: { Type: 'AWS::Logs::LogGroup', Condition: 'No' },
        B: { Type: 'AWS::Logs::LogGroup', Condition: 'Yes' },
      },
      conditions,
    });

    expect(stack.resources.map(({ logicalId }) => logicalId)).toEqual(['B']);
  });

  it.each([
    ['resource type', { Cluster: { Type: 'AWS::ECS::Cluster' } }, /AWS::ECS::Cluster.*Cluster/],
    [
      'property',
      { Allow: { Type: 'AWS::Lambda::Permission', Properties: { SourceAccount: '1' } } },
      /SourceAccount of AWS::Lambda::Permission \(of Allow\)/,
    ],
    [
      'property of a role',
      { R: { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: 'arn' } } },
      /PermissionsBoundary of AWS::IAM::Role \(of R\)/,
    ],
    [
      'intrinsic function',
      { Q: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Cidr': [] } } } },
      /Fn::Cidr/,
    ],
    [
      'attribute',
      { Q: { Type: 'AWS::Logs::LogGroup', Properties: { X: { 'Fn::GetAtt': ['Q', 'Colour'] } } } },
      /Colour of AWS::Logs::LogGroup/,
    ],
    ['reference', { Q: { Type: 'AWS::Logs::LogGroup', Properties: { X: { Ref: 'Nobody' } } } }, /Nobody/],
  ])('is refused with an unknown %s, by name', async (_, resources, message) => {
    await expect(smallStack({ resources })).rejects.toThrow(message);
  });

  it('finds the folder of an asset by its S3 key', async () => {
    const assembly = await writeAssembly({ resources: {}, bundles: { abc: '' } });
    const stack = await loadStack({ assembly, addresses });

    expect(stack.assetPath('abc.zip')).toBe(`${assembly}/asset.abc`);
    expect(() => stack.assetPath('def.zip')).toThrow('def.zip');
  });
});
