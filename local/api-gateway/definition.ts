/** What both gateways read of the template: an API, its stages and its routes, each with its function and authorizer. */
import type { Resource, Stack } from '../template/resource.ts';

export interface ApiDefinition {
  readonly id: string;
  readonly stages: readonly string[];
  readonly routes: readonly RouteDefinition[];
  /** `arn:aws:execute-api:<region>:<account>:<api>`, to which stage and route are appended. */
  readonly arn: string;
  /** `<api>.execute-api.<region>.amazonaws.com` */
  readonly domainName: string;
  readonly routeSelectionExpression: string;
}

export interface RouteDefinition {
  /** `GET /users/{username}`, `$connect`, `$default` */
  readonly routeKey: string;
  readonly functionArn: string;
  /** Longest the integration may take, in milliseconds. */
  readonly timeout: number;
  readonly authorizer?: AuthorizerDefinition;
  /** A token needs at least one of them, where there are any. */
  readonly scopes: readonly string[];
}

export interface AuthorizerDefinition {
  readonly id: string;
  readonly identitySources: readonly string[];
  /** Of a JWT authorizer. */
  readonly issuer: string;
  readonly audience: readonly string[];
  /** Of a REQUEST authorizer. */
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

/** AWS's quotas, which are the defaults too: "Integration timeout", in milliseconds. */
const INTEGRATION_TIMEOUT: Readonly<Record<Protocol, number>> = { HTTP: 30_000, WEBSOCKET: 29_000 };

/** @throws {Error} when the template has not exactly one API of this protocol, or something in it that is not interpreted */
export function readApi(stack: Stack, protocol: Protocol): ApiDefinition {
  const apis = stack
    .ofType<ApiProperties>('AWS::ApiGatewayV2::Api')
    .filter(({ properties }) => properties.ProtocolType === protocol);
  const [api] = apis;
  if (!api || apis.length > 1)
    throw new Error(`The local cloud serves one ${protocol} API; the template has ${apis.length}.`);
  if (api.properties.CorsConfiguration) throw notInterpreted(api, 'CorsConfiguration');

  const integrations = new Map(
    stack.ofType<IntegrationProperties>('AWS::ApiGatewayV2::Integration').map((one) => [one.ref, one]),
  );
  const authorizers = new Map(
    stack.ofType<AuthorizerProperties>('AWS::ApiGatewayV2::Authorizer').map((one) => [one.ref, one]),
  );
  const ofApi = <P extends { readonly ApiId: string }>(type: string): readonly Resource<P>[] =>
    stack.ofType<P>(type).filter(({ properties }) => properties.ApiId === api.ref);

  return {
    id: api.ref,
    stages: ofApi<StageProperties>('AWS::ApiGatewayV2::Stage').map(({ properties }) => properties.StageName),
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
      timeout: TimeoutInMillis ?? INTEGRATION_TIMEOUT[protocol],
      ...(authorizer && { authorizer }),
      scopes: AuthorizationScopes ?? [],
    };
  }

  function readAuthorizer(route: Resource<RouteProperties>): AuthorizerDefinition | undefined {
    const { AuthorizationType = 'NONE', AuthorizerId = '', RouteKey } = route.properties;
    if (AuthorizationType === 'NONE') return undefined;
    const authorizer = authorizers.get(AuthorizerId);
    if (!authorizer)
      throw notInterpreted(route, `AuthorizationType ${AuthorizationType} without an authorizer of the template`);
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

/** The function behind an integration or authorizer: its ARN, or `arn:aws:apigateway:…:lambda:path/…/functions/<arn>/invocations`. */
function functionArn(uri: string): string {
  return /\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function notInterpreted({ logicalId, type }: Resource<unknown>, what: string): Error {
  return new Error(
    `The local cloud does not interpret ${what} (of ${logicalId}, ${type}). Teach it in local/api-gateway/definition.ts.`,
  );
}
