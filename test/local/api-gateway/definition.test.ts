/** How an API is read from the template, and what is refused. */
import { describe, expect, it } from 'vitest';
import { readApi } from '#local/api-gateway/definition.ts';
import { apiResources, resource, stackOf } from './hand-made-stack.ts';

const authorizer = (AuthorizerType: string) =>
  resource('AWS::ApiGatewayV2::Authorizer', 'Auth', { ApiId: 'api', AuthorizerType, IdentitySource: [] });
const custom = { AuthorizationType: 'CUSTOM', AuthorizerId: 'auth' };

describe('An API of the template', () => {
  it("has AWS's integration timeouts by default", () => {
    const timeoutOf = (protocol: 'HTTP' | 'WEBSOCKET', integration = {}) =>
      readApi(stackOf(apiResources(protocol, 'x', { $default: {} }, { integration })), protocol).routes[0]
        ?.integrationTimeoutMs;

    expect([timeoutOf('HTTP'), timeoutOf('WEBSOCKET'), timeoutOf('HTTP', { TimeoutInMillis: 5000 })]).toEqual([
      30_000, 29_000, 5000,
    ]);
  });

  it.each([
    ['live', '/live'],
    ['$default', ''],
  ])('serves the stage %s at the path "%s"', (stage, path) => {
    expect(readApi(stackOf(apiResources('HTTP', stage, {})), 'HTTP').stagePath).toBe(path);
  });

  it('has its own routes only', () => {
    const other = resource('AWS::ApiGatewayV2::Route', 'Other', {
      ApiId: 'other',
      RouteKey: 'GET /other',
      Target: 'integrations/x',
    });

    const { routes } = readApi(stackOf([...apiResources('HTTP', 'x', { 'GET /own': {} }), other]), 'HTTP');

    expect(routes.map(({ routeKey }) => routeKey)).toEqual(['GET /own']);
  });

  it.each([
    ['0', [], 'HTTP'],
    ['CorsConfiguration', apiResources('HTTP', 'x', {}, { api: { CorsConfiguration: {} } }), 'HTTP'],
    [
      'PayloadFormatVersion 1.0',
      apiResources('HTTP', 'x', { $default: {} }, { integration: { PayloadFormatVersion: '1.0' } }),
      'HTTP',
    ],
    [
      'IntegrationType MOCK',
      apiResources('WEBSOCKET', 'x', { $default: {} }, { integration: { IntegrationType: 'MOCK' } }),
      'WEBSOCKET',
    ],
    ['no integration', apiResources('HTTP', 'x', { $default: { Target: undefined } }), 'HTTP'],
    ['AWS_IAM', apiResources('HTTP', 'x', { $default: { AuthorizationType: 'AWS_IAM' } }), 'HTTP'],
    ['AuthorizerType REQUEST', [...apiResources('HTTP', 'x', { $default: custom }), authorizer('REQUEST')], 'HTTP'],
    [
      'other than $connect',
      [...apiResources('WEBSOCKET', 'x', { $default: custom }), authorizer('REQUEST')],
      'WEBSOCKET',
    ],
  ] as const)(
    'with a setting that the local cloud does not interpret stops the start: %s',
    (name, resources, protocol) => {
      expect(() => readApi(stackOf(resources), protocol)).toThrow(name);
    },
  );
});
