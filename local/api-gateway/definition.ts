/**
 * Reads an API from the template for both gateways: its stages, and its routes with their functions and authorizers.
 */
import type { Resource, Stack } from '../template/resource.ts';

export interface ApiDefinition {
  readonly id: string;
  readonly stages: readonly string[];
  /** The path of the first stage: `/live`, or the empty string for `$default`. */
  readonly stagePath: string;
  /** Formats of the access logs, by stage. */
  readonly accessLogs: ReadonlyMap<string, string>;
  /** The limits of stages by name. A stage without limits is absent. */
  readonly throttling: ReadonlyMap<string, Throttling>;
  readonly routes: readonly RouteDefinition[];
  /** `arn:aws:execute-api:<region>:<account>:<api>`, without stage and route. */
  readonly arn: string;
  /** `<api>.execute-api.<region>.amazonaws.com` */
  readonly domainName: string;
  readonly routeSelectionExpression: string;
}

export interface Throttling {
  /** Requests per second. */
  readonly rateLimit: number;
  /** Concurrent requests. */
  readonly burstLimit: number;
}

export interface RouteDefinition {
  /** `GET /users/{username}`, `$connect`, `$default` */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly integrationTimeoutMs: number;
  readonly authorizer?: AuthorizerDefinition;
  /** If there are any, a token needs at least one of them. */
  readonly scopes: readonly string[];
}

export interface AuthorizerDefinition {
  readonly id: string;
  readonly identitySources: readonly string[];
  /** JWT authorizers only. */
  readonly issuer: string;
  readonly audience: readonly string[];
  /** REQUEST authorizers only. */
  readonly functionArn: string;
}

interface ApiProperties {
  readonly ProtocolType: 'HTTP' | 'WEBSOCKET';
  readonly RouteSelectionExpression?: string;
  readonly CorsConfiguration?: unknown;
}

interface StageProperties {
  readonly ApiId: string;
  readonly StageName: string;
  readonly AccessLogSettings?: { readonly Format?: string };
  readonly DefaultRouteSettings?: {
    readonly ThrottlingRateLimit?: number;
    readonly ThrottlingBurstLimit?: number;
  };
}

interface RouteProperties {
  readonly ApiId: string;
  readonly RouteKey: string;
  readonly Target?: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: string;
  readonly AuthorizationScopes?: readonly string[];
}

interface IntegrationProperties {
  readonly IntegrationType: string;
  readonly IntegrationUri: string;
  readonly PayloadFormatVersion?: string;
  readonly TimeoutInMillis?: number;
}

interface AuthorizerProperties {
  readonly AuthorizerType: 'JWT' | 'REQUEST';
  readonly AuthorizerUri?: string;
  readonly IdentitySource?: readonly string[];
  readonly JwtConfiguration?: { readonly Issuer: string; readonly Audience?: readonly string[] };
}

type Protocol = ApiProperties['ProtocolType'];

/** AWS's quotas for the integration timeout, which are also the defaults. */
const INTEGRATION_TIMEOUT_MS: Readonly<Record<Protocol, number>> = { HTTP: 30_000, WEBSOCKET: 29_000 };

const apisOf = (stack: Stack, protocol: Protocol): readonly Resource<ApiProperties>[] =>
  stack
    .ofType<ApiProperties>('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType === protocol);

/** True if the template has an API of this protocol. */
export const hasApi = (stack: Stack, protocol: Protocol): boolean => apisOf(stack, protocol).length > 0;

/** @throws {Error} when the template has not exactly one API of this protocol, or a setting that is not interpreted */
export function readApi(stack: Stack, protocol: Protocol): ApiDefinition {
  const apis = apisOf(stack, protocol);
  const [api] = apis;
  if (!api || apis.length > 1)
    throw new Error(`The local cloud serves exactly one ${protocol} API, but the template has ${apis.length}.`);
  if (api.properties.CorsConfiguration) throw notInterpreted(api, 'CorsConfiguration');

  const integrations = new Map(
    stack.ofType<IntegrationProperties>('AWS::ApiGatewayV2::Integration').map((one) => [one.ref, one]),
  );
  const authorizers = new Map(
    stack.ofType<AuthorizerProperties>('AWS::ApiGatewayV2::Authorizer').map((one) => [one.ref, one]),
  );
  const ofApi = <P extends { readonly ApiId: string }>(type: string): readonly Resource<P>[] =>
    stack.ofType<P>(type).filter(({ properties }) => properties.ApiId === api.ref);

  const stages = ofApi<StageProperties>('AWS::ApiGatewayV2::Stage').map(({ properties }) => properties);
  const [stage] = stages;
  if (!stage) throw new Error(`The ${protocol} API ${api.logicalId} has no stage in the template.`);

  return {
    id: api.ref,
    stages: stages.map(({ StageName }) => StageName),
    stagePath: stage.StageName === '$default' ? '' : `/${stage.StageName}`,
    accessLogs: new Map(
      stages.flatMap(({ StageName, AccessLogSettings: { Format } = {} }) => (Format ? [[StageName, Format]] : [])),
    ),
    throttling: new Map(stages.flatMap(readThrottling)),
    routes: ofApi<RouteProperties>('AWS::ApiGatewayV2::Route').map(readRoute),
    arn: `arn:aws:execute-api:${stack.region}:${stack.accountId}:${api.ref}`,
    domainName: `${api.ref}.execute-api.${stack.region}.amazonaws.com`,
    routeSelectionExpression: api.properties.RouteSelectionExpression ?? '',
  };

  function readRoute(route: Resource<RouteProperties>): RouteDefinition {
    const { RouteKey, Target = '', AuthorizationScopes } = route.properties;
    const integration = integrations.get(Target.replace('integrations/', ''));
    if (!integration) throw new Error(`The route ${RouteKey} (${route.logicalId}) has no integration in the template.`);
    const { IntegrationType, IntegrationUri, PayloadFormatVersion, TimeoutInMillis } = integration.properties;
    if (IntegrationType !== 'AWS_PROXY') throw notInterpreted(integration, `IntegrationType ${IntegrationType}`);
    if (protocol === 'HTTP' && PayloadFormatVersion !== '2.0') {
      throw notInterpreted(integration, `PayloadFormatVersion ${PayloadFormatVersion}`);
    }
    const authorizer = readAuthorizer(route);
    return {
      routeKey: RouteKey,
      functionArn: functionArn(IntegrationUri),
      integrationTimeoutMs: TimeoutInMillis ?? INTEGRATION_TIMEOUT_MS[protocol],
      ...(authorizer && { authorizer }),
      scopes: AuthorizationScopes ?? [],
    };
  }

  function readAuthorizer(route: Resource<RouteProperties>): AuthorizerDefinition | undefined {
    const { AuthorizationType = 'NONE', AuthorizerId = '', RouteKey } = route.properties;
    if (AuthorizationType === 'NONE') return undefined;
    const authorizer = authorizers.get(AuthorizerId);
    if (!authorizer)
      throw notInterpreted(route, `AuthorizationType ${AuthorizationType} without an authorizer in the template`);
    const { AuthorizerType, AuthorizerUri = '', IdentitySource = [], JwtConfiguration } = authorizer.properties;
    if (AuthorizerType !== (protocol === 'HTTP' ? 'JWT' : 'REQUEST'))
      throw notInterpreted(authorizer, `AuthorizerType ${AuthorizerType}`);
    if (protocol === 'WEBSOCKET' && RouteKey !== '$connect')
      throw notInterpreted(route, 'an authorizer on a route other than $connect');
    return {
      id: authorizer.ref,
      identitySources: IdentitySource,
      issuer: JwtConfiguration?.Issuer ?? '',
      audience: JwtConfiguration?.Audience ?? [],
      functionArn: functionArn(AuthorizerUri),
    };
  }
}

function readThrottling({ StageName, DefaultRouteSettings = {} }: StageProperties): (readonly [string, Throttling])[] {
  const { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit } = DefaultRouteSettings;
  return rateLimit === undefined || burstLimit === undefined ? [] : [[StageName, { rateLimit, burstLimit }]];
}

/**
 * Returns the ARN of an integration's or authorizer's function.
 * @param uri the ARN itself, or `arn:aws:apigateway:…:lambda:path/…/functions/<arn>/invocations`
 */
function functionArn(uri: string): string {
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function notInterpreted({ logicalId, type }: Resource<unknown>, what: string): Error {
  return new Error(
    `The local cloud does not interpret ${what} (of ${logicalId}, ${type}). ` +
      'Teach it in local/api-gateway/definition.ts.',
  );
}
