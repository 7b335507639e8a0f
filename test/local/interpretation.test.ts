/** The local cloud interprets the template: an edit of the template alone changes its behaviour. */
import { expect, it, onTestFinished } from 'vitest';
import { signUpAndIn, startTestCloud } from '../support/cloud.ts';
import { assemblyWith, editAssembly, type Edit, type Resource, type Resources } from '../support/edited-assembly.ts';
import { lambdaFunction, role } from '../support/small-assembly.ts';

interface Policy {
  readonly Roles: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly { Action: string | string[] }[] };
}

/** Starts the cloud on a copy of the assembly with an edited template. */
const startEdited = async (edit: Edit) => start(await editAssembly(edit));

async function start(assembly: string) {
  const lines: string[] = [];
  const cloud = await startTestCloud({ assembly, log: (line) => lines.push(line) });
  onTestFinished(() => cloud.close());
  return { cloud, lines };
}

function remove(resources: Resources, matches: (resource: Resource, logicalId: string) => boolean): void {
  const found = Object.entries(resources).filter(([logicalId, resource]) => matches(resource, logicalId));
  if (found.length === 0) throw new Error('The template has no such resource.');
  for (const [logicalId] of found) delete resources[logicalId];
}

it('a removed grant denies the call, and the log names it', async () => {
  const { cloud, lines } = await startEdited({
    edit: (resources) => {
      for (const { Type, Properties } of Object.values(resources)) {
        const { Roles, PolicyDocument } = Properties as unknown as Policy;
        if (Type !== 'AWS::IAM::Policy' || !Roles[0]?.Ref.startsWith('HttpApiMessages')) continue;
        for (const statement of PolicyDocument.Statement) {
          statement.Action = [statement.Action].flat().filter((action) => action !== 'dynamodb:PutItem');
        }
      }
    },
  });
  const person = await signUpAndIn(cloud);

  const sent = await person.fetch('POST', '/messages', { recipient: person.username, body: 'a note' });
  const read = await person.fetch('GET', `/messages?target=${person.username}`);

  expect(sent.status).toBe(500);
  expect(await sent.text()).not.toContain('AccessDenied');
  expect(lines).toContainEqual(
    expect.stringMatching(/AccessDenied: HttpApiMessages\w+ may not dynamodb:PutItem on arn:aws:dynamodb:.*:table\//),
  );
  expect(await read.json()).toMatchObject({ items: [] });
});

it('a removed stream grant fails the start, as it would fail the deployment', async () => {
  const starting = startEdited({
    edit: (resources) => {
      for (const { Type, Properties } of Object.values(resources)) {
        if (Type !== 'AWS::IAM::Policy') continue;
        for (const statement of (Properties as unknown as Policy).PolicyDocument.Statement) {
          statement.Action = [statement.Action].flat().filter((action) => action !== 'dynamodb:GetRecords');
        }
      }
    },
  });

  await expect(starting).rejects.toThrow(/mapping .* cannot be created.*dynamodb:GetRecords/);
});

it('a removed route answers 404, and the others still work', async () => {
  const { cloud } = await startEdited({
    edit: (resources) =>
      remove(
        resources,
        ({ Type, Properties }) => Type === 'AWS::ApiGatewayV2::Route' && Properties['RouteKey'] === 'GET /me',
      ),
  });
  const person = await signUpAndIn(cloud);

  const removed = await person.fetch('GET', '/me');
  const kept = await person.fetch('GET', '/users');

  expect(removed.status).toBe(404);
  expect(await removed.json()).toEqual({ message: 'Not Found' });
  expect(kept.status).toBe(200);
});

it('a removed permission to invoke answers 500, as in the cloud', async () => {
  const { cloud, lines } = await startEdited({
    edit: (resources) =>
      remove(
        resources,
        ({ Type, Properties }) =>
          Type === 'AWS::Lambda::Permission' && JSON.stringify(Properties).includes('HttpApiOpenapi'),
      ),
  });

  const answer = await fetch(`${cloud.apiUrl}/openapi.json`);

  expect(answer.status).toBe(500);
  expect(await answer.json()).toEqual({ message: 'Internal Server Error' });
  expect(lines).toContainEqual(expect.stringContaining('no AWS::Lambda::Permission of the template allows it'));
});

it('a changed environment variable reaches its function', async () => {
  const { cloud } = await start(await assemblyWith({ MESSAGES_TO_LOAD: '2' }));
  const person = await signUpAndIn(cloud);
  for (const body of ['one', 'two', 'three'])
    await person.fetch('POST', '/messages', { recipient: person.username, body });

  const page = (await (await person.fetch('GET', `/messages?target=${person.username}`)).json()) as {
    items: { body: string }[];
  };

  expect(page.items.map(({ body }) => body)).toEqual(['three', 'two']);
});

it('an added function answers at its added route', async () => {
  const { cloud } = await startEdited({
    edit: (resources) => {
      const api = Object.keys(resources).find(
        (logicalId) => resources[logicalId]?.Properties['ProtocolType'] === 'HTTP',
      );
      const arn = { 'Fn::GetAtt': ['Hello', 'Arn'] };
      const part = (type: string, properties: object): Resource => ({
        Type: type,
        Properties: { ApiId: { Ref: api }, ...properties },
      });
      Object.assign(resources, {
        Role: role(),
        Hello: lambdaFunction('Hello'),
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { Action: 'lambda:InvokeFunction', FunctionName: arn, Principal: 'apigateway.amazonaws.com' },
        },
        Integration: part('AWS::ApiGatewayV2::Integration', {
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: arn,
          PayloadFormatVersion: '2.0',
        }),
        Route: part('AWS::ApiGatewayV2::Route', {
          RouteKey: 'GET /hello/{name}',
          AuthorizationType: 'NONE',
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
        }),
      });
    },
    bundles: { Hello: 'export const handler = async ({ pathParameters }) => ({ hello: pathParameters.name });' },
  });

  // At the API's own address: responses under the site's address are checked against the product's OpenAPI description.
  const answer = await fetch(`${cloud.httpApiUrl}/hello/world`);

  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ hello: 'world' });
});
