/** The WebSocket API: the notifications channel. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { WebSocketApi as Gateway, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CONNECTIONS_ENDPOINT, SITE_ORIGIN, TOKEN_ISSUER, USER_POOL_CLIENT_ID } from '#functions/aws/environment.ts';
import { ServiceFunction } from './function.ts';
import type { Identity } from './identity.ts';
import type { Settings } from './settings.ts';
import { stageDefaults } from './stage.ts';
import type { Tables } from './tables.ts';

interface Props {
  readonly tables: Tables;
  readonly identity: Identity;
  readonly settings: Settings;
}

export class WebSocketApi extends Construct {
  /** Where clients connect: `wss://<host>/<stage>`. */
  readonly url: string;
  /** `wss://<host>` */
  readonly origin: string;
  private readonly stage: WebSocketStage;
  private readonly authorize: ServiceFunction;

  constructor(scope: Construct, id: string, { tables, identity, settings }: Props) {
    super(scope, id);
    this.authorize = new ServiceFunction(this, 'Authorize', 'socket/authorize')
      .tell(TOKEN_ISSUER, identity.issuer)
      .tell(USER_POOL_CLIENT_ID, identity.client.userPoolClientId);
    const connect = new ServiceFunction(this, 'Connect', 'socket/connect').bindTable(tables.connections, 'UpdateItem');
    const disconnect = new ServiceFunction(this, 'Disconnect', 'socket/disconnect')
      .bindTable(tables.connections, 'UpdateItem')
      .bindTable(tables.users, 'UpdateItem');
    const receive = new ServiceFunction(this, 'Receive', 'socket/receive')
      .bindTable(tables.conversations, 'GetItem', 'UpdateItem')
      .bindTable(tables.messages, 'GetItem')
      .bindTable(tables.users, 'GetItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem');

    const gateway = new Gateway(this, 'Api', {
      routeSelectionExpression: '$request.body.action',
      connectRouteOptions: {
        integration: new WebSocketLambdaIntegration('Connect', connect.lambda),
        authorizer: new WebSocketLambdaAuthorizer('Person', this.authorize.lambda, {
          // Browsers can set no other header of a handshake; the token is one of the subprotocols offered.
          identitySource: ['route.request.header.Sec-WebSocket-Protocol'],
        }),
      },
      disconnectRouteOptions: { integration: new WebSocketLambdaIntegration('Disconnect', disconnect.lambda) },
      defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Receive', receive.lambda) },
    });
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: gateway,
      stageName: 'live',
      ...stageDefaults(this, [
        'requestId',
        'requestTime',
        'routeKey',
        'eventType',
        'connectionId',
        'status',
        'integrationLatency',
        'integrationErrorMessage',
        'authorizer.error',
      ]),
    });
    if (settings.gatewayLogsRole) this.stage.node.addDependency(letGatewayWriteLogs(this));
    this.url = this.stage.url;
    this.origin = `wss://${gateway.apiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`;
    this.bindConnections(connect, 'DELETE');
    this.bindConnections(receive, 'POST', 'DELETE');
  }

  /** Allows the function to post frames to sockets, or to close them, and tells it where. */
  bindConnections(to: ServiceFunction, ...verbs: readonly ('POST' | 'DELETE')[]): void {
    const stageArn = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.stage.api.apiId,
      resourceName: this.stage.stageName,
    });
    for (const verb of verbs) to.allow(`${stageArn}/${verb}/@connections/*`, ['execute-api:ManageConnections']);
    to.tell(CONNECTIONS_ENDPOINT, this.stage.callbackUrl);
  }

  /** Browsers may connect from pages of this origin only. */
  acceptOrigin(origin: string): void {
    this.authorize.tell(SITE_ORIGIN, origin);
  }
}

/**
 * Stages of WebSocket APIs, unlike those of HTTP APIs, write logs with a role that is set once for the account and region;
 * without it a deployment with an access log fails. It stays when the stack goes: other APIs may have come to rely on it.
 */
function letGatewayWriteLogs(scope: Construct): CfnAccount {
  const role = new Role(scope, 'LogsRole', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  });
  const account = new CfnAccount(scope, 'Account', { cloudWatchRoleArn: role.roleArn });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return account;
}
