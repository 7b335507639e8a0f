/** Permissions to invoke a function. */
import { describe, expect, it } from 'vitest';
import { arn, run } from './echo.ts';

describe('permissions', () => {
  const api = 'arn:aws:execute-api:us-east-1:000000000000:abc';
  const permission = (properties: object): object => ({
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['Echo', 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `${api}/*/*/users/{username}`,
      ...properties,
    },
  });
  const source = `export const handler = async () => 'ok';`;
  const invoker = {
    principal: 'apigateway.amazonaws.com',
    sourceArn: `${api}/api/GET/users/{username}`,
    route: 'GET /users/{username}',
  };

  it('allow the invoker they name', async () => {
    const { invoke } = await run({ source, resources: { Permission: permission({}) } });

    expect(await invoke(arn, {}, invoker)).toBe('ok');
  });

  it.each([
    ['another principal', {}, { ...invoker, principal: 'cognito-idp.amazonaws.com' }],
    ['another source', {}, { ...invoker, sourceArn: `${api}/api/GET/messages` }],
    ['an invoker of another function', { FunctionName: 'Other' }, invoker],
  ])('refuse %s', async (_, properties, caller) => {
    const { invoke, lines } = await run({ source, resources: { Permission: permission(properties) } });

    await expect(invoke(arn, {}, caller)).rejects.toMatchObject({ name: 'InvokeDenied' });
    expect(lines[0]).toContain(caller.sourceArn);
  });
});
