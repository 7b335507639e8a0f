/** The functions in this process, on tables in memory, behind gateways that know just enough for two devices. */

import { readdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { bundle } from './bundle.ts';
import type { Recorder } from './recorder.ts';

type Handler = (event: object, context?: object) => Promise<unknown>;

interface Answer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the bundle of a tree's functions exports. */
interface Functions {
  readonly http: Readonly<Record<string, Handler>>;
  readonly connect: Handler;
  readonly disconnect: Handler;
  readonly receive: Handler;
  readonly consume: Handler;
  readonly confirm: Handler;
  readonly routes: Readonly<Record<string, readonly { readonly method: string; readonly path: string }[]>>;
  readonly tables: Readonly<Record<string, KeySchema>>;
}

interface KeySchema {
  readonly partitionKey: Key;
  readonly sortKey?: Key;
}

interface Key {
  readonly name: string;
  readonly type: 'S' | 'N';
}

/** A request to the HTTP API. */
export interface Call {
  readonly username: string;
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Connection {
  readonly id: string;
  readonly username: string;
  receive(frame: string): void;
}

const MINUTE_MS = 60_000;

export async function startCloud(tree: string, recorder: Recorder) {
  const connections = new Map<string, Connection>();
  /** Frames wait until the function that posts them has returned: its work and their effects never interleave. */
  let frames: { readonly id: string; readonly frame: string }[] = [];
  const post = async (request: IncomingMessage) => {
    const id = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    frames.push({ id, frame: await textOf(request) });
  };
  const gateway = createServer((request, response) => void post(request).then(() => response.end()));
  // dynalite has no types.
  const dynalite = createRequire(import.meta.url)('dynalite') as (options: object) => Server;
  const database = dynalite({ createTableMs: 0 });
  const [connectionsPort, databasePort] = [await listen(gateway), await listen(database)];

  Object.assign(process.env, {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${databasePort}`,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...SETTINGS,
    CONNECTIONS_ENDPOINT: `http://127.0.0.1:${connectionsPort}`,
  });
  const functions = await load(tree);
  const routes = Object.entries(functions.routes)
    .flatMap(([name, declared]) => declared.map((route) => ({ ...route, name, pattern: patternOf(route.path) })))
    .sort((one, other) => Number(one.path.includes('{')) - Number(other.path.includes('{')));
  const client = new DynamoDBClient({});
  for (const [name, schema] of Object.entries(functions.tables)) await client.send(creationOf(name, schema));
  /** Keys of the entries that the stream has delivered. */
  const delivered = new Set<string>();

  let runs = 0;

  async function invoke(handler: Handler | undefined, event: object): Promise<unknown> {
    const result = await recorder.runIn(`run ${++runs}`, () =>
      handler?.(event, { getRemainingTimeInMillis: () => MINUTE_MS }),
    );
    const posted = frames;
    frames = [];
    for (const { id, frame } of posted) connections.get(id)?.receive(frame);
    return result;
  }

  function socketEvent({ id, username }: Connection, body?: string): object {
    const authorizer = { username, session: `session-of-${username}`, issuedAt: String(Date.now()) };
    return { body, requestContext: { connectionId: id, connectedAt: Date.now(), authorizer, identity: {} } };
  }

  return {
    async createPerson(userName: string): Promise<void> {
      const request = { userAttributes: {} };
      await functions.confirm({ triggerSource: 'PostConfirmation_ConfirmSignUp', userName, request });
    },

    async answer({ username, method, url, headers, body }: Call): Promise<Answer> {
      const found = routes.find((route) => route.method === method && route.pattern.test(url.pathname));
      if (!found) throw new Error(`There is no route for ${method} ${url.pathname}.`);
      const parameters = Object.entries(found.pattern.exec(url.pathname)?.groups ?? {});
      const claims = { username, origin_jti: `session-of-${username}`, iat: Math.floor(Date.now() / 1000) };
      const event = {
        routeKey: `${method} ${found.path}`,
        headers,
        rawQueryString: url.search.slice(1),
        pathParameters: Object.fromEntries(parameters.map(([name, value]) => [name, decodeURIComponent(value)])),
        body,
        isBase64Encoded: false,
        requestContext: { requestId: 'request', authorizer: { jwt: { claims } } },
      };
      return (await invoke(functions.http[found.name], event)) as Answer;
    },

    async connect(connection: Connection): Promise<void> {
      connections.set(connection.id, connection);
      await invoke(functions.connect, socketEvent(connection));
    },

    /** Forgets a socket, without telling the device. */
    async disconnect(connection: Connection): Promise<void> {
      connections.delete(connection.id);
      await invoke(functions.disconnect, socketEvent(connection));
    },

    receive: (connection: Connection, frame: string) => invoke(functions.receive, socketEvent(connection, frame)),

    /** Invokes the stream's consumer with what was written since the last time. */
    async deliverStream(): Promise<void> {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: 'messagesTable' }));
      const fresh = Items.filter(
        ({ seq, conversation }) => seq?.N !== '0' && !delivered.has(`${conversation?.S}.${seq?.N}`),
      );
      for (const { seq, conversation } of fresh) delivered.add(`${conversation?.S}.${seq?.N}`);
      const Records = fresh.map((NewImage, index) => ({
        eventName: 'INSERT',
        dynamodb: { NewImage, SequenceNumber: String(index + 1) },
      }));
      if (Records.length > 0) await invoke(functions.consume, { Records });
    },

    close(): void {
      client.destroy();
      gateway.close();
      database.close();
      gateway.closeAllConnections();
      database.closeAllConnections();
    },
  };
}

export type Cloud = Awaited<ReturnType<typeof startCloud>>;

/** The environment that the stack gives the functions. Whatever is missing here fails at the start, by its name. */
const SETTINGS = {
  USERS_TABLE: 'usersTable',
  CONNECTIONS_TABLE: 'connectionsTable',
  MESSAGES_TABLE: 'messagesTable',
  CONVERSATIONS_TABLE: 'conversationsTable',
  MODERATION_TABLE: 'moderationTable',
  USER_POOL_ID: 'eu-central-1_pool',
  USER_POOL_CLIENT_ID: 'client',
  TOKEN_ISSUER: 'https://issuer.example',
  ROOT_SECRET_ARN: 'root',
  DISTRIBUTION_PROOF_ARN: 'proof',
  POSTS_TABLE: 'postsTable',
  POST_INDEX_TABLE: 'postIndexTable',
  WATCHERS_TABLE: 'watchersTable',
  LEDGER_TABLE: 'ledgerTable',
  ATTACHMENTS_TABLE: 'attachmentsTable',
  POSTS_PER_DAY: '0',
  OPEN_POSTS: '0',
  POST_SHARDS: '1',
  LOG_GENERATION: '1',
  NOTIFY: 'ids',
  OWNS_USER_POOL: 'true',
  SITE_ORIGIN: 'https://site.example',
  MESSAGES_TO_LOAD: '15',
  SENDS_PER_MINUTE: '0',
  SEND_BURST: '20',
  CONVERSATIONS_PER_HOUR: '0',
  MAILS_PER_HOUR: '0',
  FILES_BUCKET: 'filesBucket',
  ATTACHMENT_MAX_BYTES: '10000000',
  ATTACHMENTS_PER_HOUR: '0',
  ATTACHMENT_BYTES_PER_MONTH: '0',
  METRICS_SERVICE: 'Moves',
  REQUIRED_PROOF: 'none',
  SCANNED_FROM: 'none',
  HANDSHAKE_PROOF: 'none',
  PUSH_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/pushes',
  PUSH_ORIGINS: 'https://push.example',
};

async function load(tree: string): Promise<Functions> {
  const names = (await readdir(join(tree, 'functions/http'))).map((file) => file.replace(/\.ts$/, ''));
  const path = await bundle(tree, 'functions', [
    ...names.map((name) => `import { handler as ${name} } from './functions/http/${name}.ts';`),
    `export const http = { ${names.join(', ')} };`,
    `export { handler as connect } from './functions/socket/connect.ts';`,
    `export { handler as disconnect } from './functions/socket/disconnect.ts';`,
    `export { handler as receive } from './functions/socket/receive.ts';`,
    `export { handler as consume } from './functions/stream/messages.ts';`,
    `export { handler as confirm } from './functions/trigger/user-pool.ts';`,
    `export { routes } from './contract/routes.ts';`,
    `export * as tables from './functions/aws/tables.ts';`,
  ]);
  return (await import(pathToFileURL(path).href)) as Functions;
}

function creationOf(TableName: string, { partitionKey, sortKey }: KeySchema): CreateTableCommand {
  const keys = [partitionKey, ...(sortKey ? [sortKey] : [])];
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keys.map(({ name }, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
  });
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
