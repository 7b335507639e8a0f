/** Hand-written stacks, in the shape that the template loader produces. */
import type { Resource, Stack } from '#local/template/resource.ts';

export type Properties = Readonly<Record<string, unknown>>;

const REGION = 'eu-central-1';
const ACCOUNT = '123456789012';

export function resource(type: string, logicalId: string, properties: Properties): Resource {
  return { logicalId, type, properties, ref: logicalId.toLowerCase(), arn: '' };
}

/** @param assets the folder of each asset, by its S3 key */
export function stackOf(resources: readonly Resource[], assets: Readonly<Record<string, string>> = {}): Stack {
  return {
    region: REGION,
    accountId: ACCOUNT,
    resources,
    outputs: {},
    ofType: <P>(type: string) => resources.filter((one) => one.type === type) as unknown as Resource<P>[],
    assetPath: (key) => assets[key] ?? key,
    localize: (text) =>
      text
        .replaceAll('https://site.example', 'http://127.0.0.1:3000')
        .replaceAll('wss://live.example', 'ws://127.0.0.1:3002'),
  };
}

const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

/** Returns the URI by which WebSocket integrations and authorizers name a function. */
export const invocationUri = (name: string): string =>
  `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${functionArn(name)}/invocations`;

/** Returns an API with the given routes. Each route has a function named after its route key. */
export function apiResources(
  protocol: 'HTTP' | 'WEBSOCKET',
  stageName: string,
  routes: Readonly<Record<string, Properties>>,
  { api = {}, stage = {}, integration = {} }: { api?: Properties; stage?: Properties; integration?: Properties } = {},
): Resource[] {
  return [
    resource('AWS::ApiGatewayV2::Api', 'Api', {
      ProtocolType: protocol,
      RouteSelectionExpression: '$request.body.action',
      ...api,
    }),
    resource('AWS::ApiGatewayV2::Stage', 'Stage', { ApiId: 'api', StageName: stageName, ...stage }),
    ...Object.entries(routes).flatMap(([RouteKey, properties], i) => [
      resource('AWS::ApiGatewayV2::Route', `Route${i}`, {
        ApiId: 'api',
        RouteKey,
        Target: `integrations/integration${i}`,
        ...properties,
      }),
      resource('AWS::ApiGatewayV2::Integration', `Integration${i}`, {
        ApiId: 'api',
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: protocol === 'HTTP' ? functionArn(RouteKey) : invocationUri(RouteKey),
        ...(protocol === 'HTTP' && { PayloadFormatVersion: '2.0' }),
        ...integration,
      }),
    ]),
  ];
}
