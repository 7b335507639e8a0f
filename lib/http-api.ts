/** The HTTP API: one function per group of routes, and the routes as `contract/routes.ts` declares them. */
import { Stack } from 'aws-cdk-lib';
import { HttpApi as Api, HttpMethod, HttpNoneAuthorizer, type HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { routes } from '#contract/routes.ts';
import {
  ATTACHMENTS_PER_HOUR,
  ATTACHMENT_BYTES_PER_MONTH,
  ATTACHMENT_MAX_BYTES,
  CONVERSATIONS_PER_HOUR,
  DISTRIBUTION_PROOF_ARN,
  FILE_PREFIXES,
  LOG_GENERATION,
  MAILS_PER_HOUR,
  MESSAGES_TO_LOAD,
  OPEN_POSTS,
  POSTS_PER_DAY,
  POST_SHARDS,
  PUSH_ORIGINS,
  ROOT_SECRET_ARN,
  SENDS_PER_MINUTE,
  SEND_BURST,
  SITE_ORIGIN,
  TOKEN_ISSUER,
  USER_POOL_CLIENT_ID,
} from '#functions/aws/environment.ts';
import { accept } from './accept.ts';
import type { FilesBucket } from './files-bucket.ts';
import { ServiceFunction } from './function.ts';
import type { Identity } from './identity.ts';
import { bindScans } from './malware-scan.ts';
import { type Secrets, bindSecret } from './secrets.ts';
import { type Settings, pushOriginsOf } from './settings.ts';
import { stageDefaults } from './stage.ts';
import type { Tables } from './tables.ts';
import type { WebSocketApi } from './web-socket-api.ts';

/** Name of the stage, and the path that the site's distribution forwards to it. */
const STAGE = 'api';
/** Every access token of a user pool has this scope, and no ID token does. */
const ACCESS_TOKEN_SCOPE = 'aws.cognito.signin.user.admin';

const { incoming, kept, evidence } = FILE_PREFIXES;
const BYTES_PER_MEGABYTE = 1_000_000;

interface Props {
  readonly tables: Tables;
  readonly files: FilesBucket;
  readonly identity: Identity;
  readonly secrets: Secrets;
  readonly webSocketApi: WebSocketApi;
  readonly settings: Settings;
}

export class HttpApi extends Construct {
  readonly api: Api;
  readonly stage: HttpStage;
  /** The functions by the group of routes that they serve. */
  readonly functions: Readonly<Record<keyof typeof routes, ServiceFunction>>;
  /** Host name of the API's own address, without the stage. */
  readonly host: string;
  /** The API's own address, with the stage. */
  readonly url: string;

  constructor(scope: Construct, id: string, { tables, files, identity, secrets, webSocketApi, settings }: Props) {
    super(scope, id);
    const accounts = new ServiceFunction(this, 'Accounts', 'http/accounts')
      .bindTable(tables.ledger, 'PutItem')
      .bindTable(tables.connections, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.users, 'GetItem', 'PutItem', 'DeleteItem')
      .bindTable(tables.conversations, 'Query', 'BatchWriteItem')
      .bindTable(tables.messages, 'Query', 'BatchWriteItem')
      .bindTable(tables.posts, 'GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.postIndex, 'Query', 'PutItem', 'DeleteItem', 'BatchWriteItem')
      .bindTable(tables.watchers, 'DeleteItem')
      .bindTable(tables.attachments, 'Query', 'PutItem', 'DeleteItem')
      .bindBucket(files, incoming, 'DeleteObject')
      .addEnvironment(POST_SHARDS, String(settings.postShards))
      .addEnvironment(TOKEN_ISSUER, identity.issuer)
      .addEnvironment(USER_POOL_CLIENT_ID, identity.client.userPoolClientId)
      .addEnvironment(MAILS_PER_HOUR, String(settings.mailsPerHour));
    webSocketApi.bindConnections(accounts, 'DELETE');
    bindSecret(accounts, secrets.root, ROOT_SECRET_ARN);
    bindSecret(accounts, secrets.distributionProof, DISTRIBUTION_PROOF_ARN);
    identity.bindUserPool(
      accounts,
      'AdminInitiateAuth',
      'AdminRespondToAuthChallenge',
      'AdminSetUserMFAPreference',
      'AdminGetUser',
      'AdminUserGlobalSignOut',
      'AdminDeleteUser',
      'DescribeUserPoolClient',
    );

    const users = new ServiceFunction(this, 'Users', 'http/users')
      .bindTable(tables.users, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.conversations, 'GetItem', 'BatchGetItem', 'Query')
      .bindTable(tables.messages, 'Query')
      .bindTable(tables.posts, 'GetItem', 'Query')
      .bindTable(tables.postIndex, 'Query')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem')
      .bindBucket(files, kept, 'GetObject');
    bindScans(users, files, kept, settings);
    identity.bindUserPool(users, 'AdminGetUser');

    const messages = new ServiceFunction(this, 'Messages', 'http/messages')
      .bindTable(tables.ledger, 'PutItem')
      .bindTable(tables.messages, 'Query', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.users, 'GetItem', 'BatchGetItem')
      .bindTable(tables.conversations, 'BatchGetItem', 'PutItem')
      .bindTable(tables.connections, 'UpdateItem')
      .bindTable(tables.posts, 'GetItem')
      .bindTable(tables.attachments, 'BatchGetItem', 'PutItem', 'UpdateItem')
      .bindBucket(files, incoming, 'GetObject')
      .bindBucket(files, kept, 'PutObject')
      .addEnvironment(LOG_GENERATION, String(settings.logGeneration))
      .addEnvironment(MESSAGES_TO_LOAD, String(settings.messagesToLoad))
      .addEnvironment(SENDS_PER_MINUTE, String(settings.sendsPerMinute))
      .addEnvironment(SEND_BURST, String(settings.sendBurst))
      .addEnvironment(CONVERSATIONS_PER_HOUR, String(settings.conversationsPerHour));

    // The links and forms that it signs can do what it can do itself.
    const attachments = new ServiceFunction(this, 'Attachments', 'http/attachments')
      .bindTable(tables.attachments, 'PutItem')
      .bindTable(tables.messages, 'GetItem')
      .bindTable(tables.posts, 'GetItem')
      .bindTable(tables.users, 'GetItem', 'BatchGetItem')
      .bindTable(tables.conversations, 'BatchGetItem')
      .bindTable(tables.connections, 'UpdateItem')
      .bindBucket(files, incoming, 'PutObject')
      .bindBucket(files, kept, 'GetObject')
      .addEnvironment(ATTACHMENT_MAX_BYTES, String(settings.attachmentMegabytes * BYTES_PER_MEGABYTE))
      .addEnvironment(ATTACHMENTS_PER_HOUR, String(settings.attachmentsPerHour))
      .addEnvironment(ATTACHMENT_BYTES_PER_MONTH, String(settings.attachmentMegabytesPerMonth * BYTES_PER_MEGABYTE));
    bindScans(attachments, files, kept, settings);

    const conversations = new ServiceFunction(this, 'Conversations', 'http/conversations')
      .bindTable(tables.conversations, 'Query', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.messages, 'Query', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.users, 'GetItem', 'BatchGetItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem');
    webSocketApi.bindConnections(conversations, 'POST');

    const posts = new ServiceFunction(this, 'Posts', 'http/posts')
      .bindTable(tables.ledger, 'PutItem')
      .bindTable(tables.posts, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem')
      .bindTable(tables.postIndex, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.users, 'GetItem', 'BatchGetItem')
      .bindTable(tables.conversations, 'BatchGetItem')
      .bindTable(tables.connections, 'BatchGetItem', 'UpdateItem')
      .bindTable(tables.watchers, 'PutItem', 'DeleteItem')
      .bindTable(tables.attachments, 'BatchGetItem', 'PutItem', 'UpdateItem')
      .bindBucket(files, incoming, 'GetObject')
      .bindBucket(files, kept, 'PutObject')
      .addEnvironment(POSTS_PER_DAY, String(settings.postsPerDay))
      .addEnvironment(OPEN_POSTS, String(settings.openPosts))
      .addEnvironment(POST_SHARDS, String(settings.postShards));

    const safety = new ServiceFunction(this, 'Safety', 'http/safety')
      .bindTable(tables.ledger, 'PutItem')
      .bindTable(tables.users, 'GetItem', 'BatchGetItem')
      .bindTable(tables.messages, 'GetItem', 'BatchGetItem')
      .bindTable(tables.conversations, 'Query', 'BatchGetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.posts, 'GetItem', 'PutItem')
      .bindTable(tables.postIndex, 'GetItem', 'PutItem')
      .bindTable(tables.moderation, 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.connections, 'UpdateItem')
      .bindBucket(files, kept, 'GetObject')
      .bindBucket(files, evidence, 'PutObject')
      .addEnvironment(POST_SHARDS, String(settings.postShards));

    const push = new ServiceFunction(this, 'Push', 'http/push')
      .bindTable(tables.connections, 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.users, 'GetItem')
      .bindTable(tables.posts, 'GetItem')
      .bindTable(tables.watchers, 'PutItem')
      .addEnvironment(PUSH_ORIGINS, pushOriginsOf(settings));
    bindSecret(push, secrets.root, ROOT_SECRET_ARN);

    const admin = new ServiceFunction(this, 'Admin', 'http/admin')
      .bindTable(tables.ledger, 'PutItem')
      .bindTable(tables.users, 'GetItem', 'BatchGetItem', 'UpdateItem')
      .bindTable(tables.messages, 'Query', 'GetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.moderation, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.posts, 'GetItem', 'PutItem', 'UpdateItem')
      .bindTable(tables.postIndex, 'Query', 'PutItem', 'UpdateItem')
      .bindTable(tables.connections, 'GetItem', 'UpdateItem', 'DeleteItem')
      .bindTable(tables.attachments, 'PutItem')
      .bindBucket(files, evidence, 'GetObject');
    admin
      .addEnvironment(LOG_GENERATION, String(settings.logGeneration))
      .addEnvironment(POST_SHARDS, String(settings.postShards));
    bindScans(admin, files, evidence, settings);
    webSocketApi.bindConnections(admin, 'DELETE');
    identity.bindUserPool(
      admin,
      'ListUsers',
      'AdminGetUser',
      'AdminListGroupsForUser',
      'AdminSetUserMFAPreference',
      'AdminDisableUser',
      'AdminEnableUser',
      'AdminUserGlobalSignOut',
    );

    const openapi = new ServiceFunction(this, 'Openapi', 'http/openapi');

    this.functions = { accounts, users, messages, attachments, conversations, posts, safety, push, admin, openapi };

    this.api = new Api(this, 'Api', { apiName: `${Stack.of(this).stackName} HTTP`, createDefaultStage: false });
    this.stage = this.api.addStage('Stage', {
      stageName: STAGE,
      ...stageDefaults(this, settings, {
        id: 'requestId',
        // The account's random id in the user pool: no name, and the same in all of a person's lines.
        who: 'authorizer.claims.sub',
        route: 'routeKey',
        status: 'status',
        ms: 'responseLatency',
        auth: 'authorizer.error',
        error: 'integrationErrorMessage',
      }),
    });
    this.host = `${this.api.apiId}.execute-api.${Stack.of(this).region}.${Stack.of(this).urlSuffix}`;
    this.url = `${this.api.apiEndpoint}/${STAGE}`;

    const person = new HttpJwtAuthorizer('Person', identity.issuer, {
      jwtAudience: [identity.client.userPoolClientId],
    });
    const anyone = new HttpNoneAuthorizer();
    for (const [name, served] of Object.entries(routes)) {
      const integration = new HttpLambdaIntegration(name, this.functions[name as keyof typeof routes].lambda, {
        // One permission for the whole API instead of one per route: Lambda limits a function's policy to 20 KB.
        scopePermissionToRoute: false,
      });
      for (const { method, path, access } of served) {
        const added = this.api.addRoutes({
          path,
          methods: [HttpMethod[method]],
          integration,
          ...(access === 'anyone'
            ? { authorizer: anyone }
            : { authorizer: person, authorizationScopes: [ACCESS_TOKEN_SCOPE] }),
        });
        if (access === 'anyone')
          for (const route of added)
            accept(route, { 'AwsSolutions-APIG4': 'For people who have no access token yet, or cannot use theirs.' });
      }
    }
  }

  /** Takes cookies from pages of this origin, and of no other. */
  acceptOrigin(origin: string): void {
    this.functions.accounts.addEnvironment(SITE_ORIGIN, origin);
  }
}
