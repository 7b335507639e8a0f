/** The WebSocket API, over which people are notified. */
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import { WebSocketApi as Api, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { CONNECTIONS_ENDPOINT, SITE_ORIGIN, TOKEN_ISSUER, USER_POOL_CLIENT_ID } from '#functions/aws/environment.ts';
import { accept, acceptPattern } from './accept.ts';
import { ServiceFunction } from './function.ts';
import type { Identity } from './identity.ts';
import type { Settings } from './settings.ts';
import { stageDefaults } from './stage.ts';
import type { Tables } from './tables.ts';

/** Name of the stage, and the path that the site's distribution forwards to it. */
const STAGE = 'live';

interface Props {
  readonly tables: Tables;
  readonly identity: Identity;
  readonly settings: Settings;
}

export class WebSocketApi extends Construct {
  readonly api: Api;
  readonly stage: WebSocketStage;
  readonly functions: Readonly<Record<'authorize' | 'connect' | 'disconnect' | 'receive', ServiceFunction>>;
  /** Address that clients connect to: `wss://<host>/<stage>`. */
  readonly url: string;
  /** Host name of the API's own address, without the stage. */
  readonly host: string;
  /** `/<stage>` */
  readonly path: string;
  /** `wss://<host>` */
  readonly origin: string;

  constructor(scope: Construct, id: string, { tables, identity, settings }: Props) {
    super(scope, id);
    const authorize = new ServiceFunction(this, 'Authorize', 'socket/authorize', {
      reservedConcurrency: settings.authorizerConcurrency,
    })
      .addEnvironment(TOKEN_ISSUER, identity.issuer)
      .addEnvironment(USER_POOL_CLIENT_ID, identity.client.userPoolClientId);
    const connect = new ServiceFunction(this, 'Connect', 'socket/connect').bindTable(tables.connections, 'UpdateItem');
    const disconnect = new ServiceFunction(this, 'Disconnect', 'socket/disconnect')
      .bindTable(tables.connections, 'UpdateItem')
      .bindTable(tables.users, 'UpdateItem')
      .bindTable(tables.watchers, 'DeleteItem');
    const receive = new ServiceFunction(this, 'Receive', 'socket/receive')
      .bindTable(tables.conversations, 'GetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.messages, 'BatchGetItem', 'GetItem')
      .bindTable(tables.users, 'GetItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem')
      .bindTable(tables.watchers, 'Query', 'PutItem', 'DeleteItem');

    this.functions = { authorize, connect, disconnect, receive };

    this.api = new Api(this, 'Api', {
      apiName: `${Stack.of(this).stackName} WebSocket`,
      routeSelectionExpression: '$request.body.action',
      connectRouteOptions: {
        integration: new WebSocketLambdaIntegration('Connect', connect.lambda),
        authorizer: new WebSocketLambdaAuthorizer('Person', authorize.lambda, {
          // Browsers can set no other header of a handshake: the token is one of the offered subprotocols.
          identitySource: ['route.request.header.Sec-WebSocket-Protocol'],
        }),
      },
      disconnectRouteOptions: { integration: new WebSocketLambdaIntegration('Disconnect', disconnect.lambda) },
      defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Receive', receive.lambda) },
    });
    for (const route of ['$disconnect', '$default'])
      accept(this.api.node.findChild(`${route}-Route`), {
        'AwsSolutions-APIG4':
          'API Gateway calls an authorizer at $connect alone. Later events of the socket carry what it answered.',
      });
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: STAGE,
      ...stageDefaults(this, settings, {
        id: 'requestId',
        // As in the lines of the HTTP API; the authorizer passes it on.
        who: 'authorizer.account',
        route: 'routeKey',
        socket: 'connectionId',
        status: 'status',
        ms: 'integrationLatency',
        auth: 'authorizer.error',
        error: 'integrationErrorMessage',
      }),
    });
    if (settings.gatewayLogsRole) this.stage.node.addDependency(setGatewayLogsRole(this));
    this.url = this.stage.url;
    this.host = `${this.api.apiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`;
    this.path = `/${STAGE}`;
    this.origin = `wss://${this.host}`;
    this.bindConnections(connect, 'GET', 'DELETE');
    this.bindConnections(receive, 'POST', 'DELETE');
  }

  /** Allows the function to find, post frames to or close sockets, and sets the variable with their endpoint. */
  bindConnections(to: ServiceFunction, ...methods: readonly ('GET' | 'POST' | 'DELETE')[]): void {
    const stageArn = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: this.stage.stageName,
    });
    for (const method of methods) {
      const sockets = `${stageArn}/${method}/@connections/*`;
      to.allow(sockets, ['execute-api:ManageConnections']);
      acceptPattern(to, sockets, 'API Gateway makes the id of each socket when it opens.');
    }
    to.addEnvironment(CONNECTIONS_ENDPOINT, this.stage.callbackUrl);
  }

  /** Lets browsers connect from pages of this origin, and of no other. */
  acceptOrigin(origin: string): void {
    this.functions.authorize.addEnvironment(SITE_ORIGIN, origin);
  }
}

/**
 * Sets the role with which API Gateway writes logs. Unlike the stages of HTTP APIs, those of WebSocket APIs need
 * it: without it, deploying one with an access log fails. An account has one such role per region. It stays when
 * the stack is deleted, since other APIs may have come to rely on it.
 */
function setGatewayLogsRole(scope: Construct): CfnAccount {
  const role = new Role(scope, 'LogsRole', {
    assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
  });
  accept(role, {
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
      'The role serves all APIs of the account and region, so it must reach the log groups of all.',
  });
  const account = new CfnAccount(scope, 'Account', { cloudWatchRoleArn: role.roleArn });
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  account.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return account;
}
