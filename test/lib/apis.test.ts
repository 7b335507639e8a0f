/** The APIs of the synthesized stack: routes, authorizers and stages. */

import { describe, expect, it } from 'vitest';
import { routes } from '#contract/routes.ts';
import { resourcesOf, synthesize, written } from './synthesized.ts';

const template = synthesize();

/** Routes of one API, their authorizers and integrated functions written out. */
function routesOf(api: string) {
  const integrations = new Map(
    resourcesOf(template, 'AWS::ApiGatewayV2::Integration').map(([id, { Properties }]) => [
      id,
      written(Properties['IntegrationUri']),
    ]),
  );
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route')
    .map(([, { Properties }]) => Properties)
    .filter(({ ApiId }) => written(ApiId) === api)
    .map(({ RouteKey, AuthorizationType, AuthorizationScopes, AuthorizerId, Target }) => ({
      key: String(RouteKey),
      authorization: AuthorizationType ?? 'NONE',
      scopes: AuthorizationScopes,
      authorizer: AuthorizerId && written(AuthorizerId),
      target: integrations.get(referenceIn(Target)) ?? '',
    }));
}

/** The logical id that a route's target joins to `integrations/`. */
function referenceIn(target: unknown): string {
  return /"Ref":"(\w+)"/.exec(JSON.stringify(target))?.[1] ?? '';
}

const stageOf = (api: string) =>
  resourcesOf(template, 'AWS::ApiGatewayV2::Stage')
    .map(([, { Properties }]) => Properties)
    .find(({ ApiId }) => written(ApiId) === api);

const invokersOf = (name: string) =>
  resourcesOf(template, 'AWS::Lambda::Permission')
    .map(([, { Properties }]) => Properties)
    .filter(({ FunctionName }) => written(FunctionName).includes(name))
    .map(({ Principal, SourceArn }) => `${String(Principal)} ${written(SourceArn).replace(/^arn:.*:(?=\{)/, '')}`);

describe('the HTTP API', () => {
  const served = routesOf('{HttpApi}');

  it('has exactly the routes that are declared, each served by its function', () => {
    const declared = Object.entries(routes).flatMap(([name, list]) =>
      list.map(
        ({ method, path }) =>
          `${method} ${path} {HttpApi${name.replace(/^./, (first) => first.toUpperCase())}Function.Arn}`,
      ),
    );

    expect(served.map(({ key, target }) => `${key} ${target}`).toSorted()).toEqual(declared.toSorted());
  });

  it('requires an access token where the caller must be known, and nowhere else', () => {
    const access = new Map(
      Object.values(routes)
        .flat()
        .map(({ method, path, access: who }) => [`${method} ${path}`, who]),
    );

    for (const { key, authorization, scopes, authorizer } of served) {
      const open = { authorization: 'NONE', scopes: undefined, authorizer: undefined };
      const closed = { authorization: 'JWT', scopes: ['aws.cognito.signin.user.admin'], authorizer: '{HttpApiPerson}' };
      expect({ key, authorization, scopes, authorizer }).toEqual({
        key,
        ...(access.get(key) === 'anyone' ? open : closed),
      });
    }
  });

  it('accepts tokens of its own user pool and client only', () => {
    const [, authorizer] =
      resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer').find(([id]) => id.startsWith('HttpApi')) ?? [];
    const { Issuer, Audience } = (authorizer?.Properties['JwtConfiguration'] ?? {}) as {
      Issuer?: unknown;
      Audience?: unknown[];
    };

    expect(authorizer?.Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
    });
    expect(written(Issuer)).toBe('https://{IdentityUserPool.ProviderName}');
    expect(Audience?.map(written)).toEqual(['{IdentityClient}']);
  });

  it('has no CORS: the page has the same origin', () => {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/CorsConfiguration|access-control-allow/i);
  });

  it('has one stage, named as the path on the site, throttled', () => {
    expect(stageOf('{HttpApi}')).toMatchObject({
      StageName: 'api',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 },
    });
  });

  it('may invoke each function with one permission for the whole API', () => {
    for (const name of Object.keys(routes)) {
      const construct = `HttpApi${name.replace(/^./, (first) => first.toUpperCase())}Function`;
      expect(invokersOf(construct)).toEqual(['apigateway.amazonaws.com {HttpApi}/*/*/*']);
    }
  });
});

describe('the WebSocket API', () => {
  const served = routesOf('{WebSocketApi}');

  it('has three routes, and authorizes the handshake', () => {
    const functionIn = (target: string) => /\{(\w+)\.Arn\}/.exec(target)?.[1];

    expect(
      served.map(({ key, authorization, authorizer, target }) => [key, authorization, authorizer, functionIn(target)]),
    ).toEqual([
      ['$connect', 'CUSTOM', '{WebSocketApiPerson}', 'WebSocketApiConnectFunction'],
      ['$disconnect', 'NONE', undefined, 'WebSocketApiDisconnectFunction'],
      ['$default', 'NONE', undefined, 'WebSocketApiReceiveFunction'],
    ]);
  });

  it('takes the token from the subprotocols, never from the URL', () => {
    const [, authorizer] =
      resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer').find(([id]) => id.startsWith('WebSocketApi')) ?? [];

    expect(authorizer?.Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.header.Sec-WebSocket-Protocol'],
    });
    expect(written(authorizer?.Properties['AuthorizerUri'])).toContain('{WebSocketApiAuthorizeFunction.Arn}');
  });

  it('has one stage, throttled, which is created after the role for logs', () => {
    const [, stage] =
      resourcesOf(template, 'AWS::ApiGatewayV2::Stage').find(([id]) => id.startsWith('WebSocketApi')) ?? [];

    expect(stage?.Properties).toMatchObject({
      StageName: 'live',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 },
    });
    expect([stage?.DependsOn].flat().some((id) => id?.startsWith('WebSocketApiAccount'))).toBe(true);
  });

  it("leaves the account's role for logs alone if the settings say so", () => {
    const own = synthesize({ gatewayLogsRole: false });

    expect(resourcesOf(own, 'AWS::ApiGateway::Account')).toEqual([]);
    expect(resourcesOf(own, 'AWS::IAM::Role').filter(([id]) => id.startsWith('WebSocketApiLogsRole'))).toEqual([]);
  });
});

describe('access logs', () => {
  it.each(['{HttpApi}', '{WebSocketApi}'])('of %s hold no paths, queries, headers, tokens or addresses', (api) => {
    const { Format = '{}' } = (stageOf(api)?.['AccessLogSettings'] ?? {}) as { Format?: string };
    const variables = Object.values(JSON.parse(Format) as Record<string, string>);

    expect(variables).toContain('$context.requestId');
    // Of a token nothing but the account's random id.
    for (const variable of variables.filter((name) => name !== '$context.authorizer.claims.sub'))
      expect(variable).not.toMatch(/path|query|header|claims|principal|identity|domain/i);
  });

  it("are in groups that add nothing to the account's resource policy for logs, which is full at 5,120 bytes", () => {
    const names = resourcesOf(template, 'AWS::Logs::LogGroup')
      .filter(([id]) => id.includes('AccessLog'))
      .map(([, { Properties }]) => Properties['LogGroupName']);

    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^\/aws\/vendedlogs\/apigateway\/[\w-]+$/);
  });
});
