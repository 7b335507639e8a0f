/** Runs a synthesized stack on this machine: constructs every part of the local cloud, here and nowhere else. */
import { createEndpoint, type Endpoint } from './aws/endpoint.ts';
import type { Mail } from './cognito/outbox.ts';
import { createUserPools } from './cognito/user-pools.ts';
import { openEngine } from './dynamodb/engine.ts';
import { noFaults, type Faults } from './faults.ts';
import { createHttpApi } from './http-api/http-api.ts';
import { checkEventSources } from './iam/event-sources.ts';
import { createAuthorize } from './iam/roles.ts';
import { createFunctions, productFunctions } from './lambda/functions.ts';
import { openListeners, type Listeners } from './listeners.ts';
import { makeFolder } from './make-folder.ts';
import { createSiteListener } from './site-listener.ts';
import { createSite } from './site/site.ts';
import { openQueues } from './sqs/queues.ts';
import { streamConsumers } from './streams/consumers.ts';
import { startEventSourceMappings } from './streams/event-source-mappings.ts';
import { loadStack } from './template/load-stack.ts';
import type { Stack } from './template/resource.ts';
import { createWebSocketApi } from './web-socket-api/web-socket-api.ts';

export interface CloudOptions {
  /** Folder that `cdk synth` wrote. */
  readonly assembly: string;
  /** Where everything is kept; made if it is not there. */
  readonly dataDir: string;
  /** Of the site; the three after it are used as well. 0: any free ones. */
  readonly port: number;
  readonly faults?: Partial<Faults>;
  readonly log?: (line: string) => void;
}

export interface Cloud {
  readonly siteUrl: string;
  /** The HTTP API as the page reaches it, under the site. */
  readonly apiUrl: string;
  readonly httpApiUrl: string;
  readonly webSocketUrl: string;
  readonly awsUrl: string;
  readonly outboxUrl: string;
  /** May be changed while the cloud runs. */
  readonly faults: Faults;
  /** Every mail sent so far, newest first. */
  mails(): readonly Mail[];
  /** Settles when every stored record has been handed to its functions. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  readonly assembly: string;
  readonly dataDir: string;
  readonly listeners: Listeners;
  readonly faults: Faults;
  readonly log: (line: string) => void;
  /** Takes note of what is to be closed, the last one first. */
  opened<Part extends { close(): void | Promise<void> }>(part: Part): Part;
}

/** @throws {Error} that says what to do: a taken port, a folder that can not be written or is in use, an unknown resource type */
export async function startCloud({
  assembly,
  dataDir,
  port,
  faults: given,
  log = () => {},
}: CloudOptions): Promise<Cloud> {
  await makeFolder(dataDir);
  const listeners = await openListeners(port);
  const parts: { close(): void | Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    const listening = listeners.close();
    for (const part of parts.splice(0)) await part.close();
    await listening;
  };
  try {
    const faults = { ...noFaults, ...given };
    const opened: Parts['opened'] = (part) => {
      parts.unshift(part);
      return part;
    };
    return { ...(await start({ assembly, dataDir, listeners, faults, log, opened })), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start({ assembly, dataDir, listeners, faults, log, opened }: Parts): Promise<Omit<Cloud, 'close'>> {
  const { site: siteListener, httpApi: httpListener, webSocketApi: socketListener, aws: awsListener } = listeners;
  const stack = await loadStack({
    assembly,
    addresses: {
      site: siteListener.address,
      httpApi: httpListener.address,
      webSocketApi: socketListener.address,
      aws: awsListener.address,
    },
  });
  const authorize = new Map(productFunctions(stack).map((func) => [func.logicalId, createAuthorize(stack, func, log)]));
  checkEventSources(stack, authorize);
  const awsUrl = `http://${awsListener.address}`;

  const engine = opened(await openEngine({ stack, dataDir, faults }));
  const repeated = streamConsumers(stack);
  const call: Endpoint['call'] = (id, request) => endpoint.call(id, { ...request, sync: !repeated.has(id) });
  const functions = opened(createFunctions({ stack, endpoint: call, awsUrl, faults, log }));
  // Requests under way may finish before the functions end.
  opened(listeners);
  const { invoke } = functions;
  const pools = await createUserPools({ stack, store: engine.sublevel('identity'), invoke, log });
  const sockets = opened(createWebSocketApi({ stack, invoke, faults, log }));
  const endpoint = createEndpoint({
    services: { dynamodb: engine.service, cognito: pools.service, connections: sockets.service },
    jwks: (path) => pools.jwks(path),
    authorize,
    faults,
    log,
  });
  const httpApi = createHttpApi({ stack, invoke, log });
  const site = createSite({ stack, httpApi, log });
  const queues = openQueues(stack, engine);

  awsListener.serve(endpoint.handle);
  httpListener.serve(httpApi.handle);
  // Posting to sockets is done at the WebSocket API's own address.
  socketListener.serve(endpoint.handle, sockets.upgrade);
  siteListener.serve(createSiteListener({ address: siteListener.address, outbox: pools.outbox, site }));
  const mappings = opened(await startEventSourceMappings({ stack, engine, invoke, queues, faults, log }));

  const httpStage = stageName(stack, 'HTTP');
  return {
    siteUrl: `http://${siteListener.address}`,
    apiUrl: `http://${siteListener.address}/${httpStage}`,
    httpApiUrl: `http://${httpListener.address}/${httpStage}`,
    webSocketUrl: `ws://${socketListener.address}/${stageName(stack, 'WEBSOCKET')}`,
    awsUrl,
    outboxUrl: `http://${siteListener.address}/_local/outbox.html`,
    faults,
    mails: () => pools.outbox.mails(),
    idle: () => mappings.idle(),
  };
}

/** Name of the stage of the API with that protocol, which is the first part of its paths. */
function stageName(stack: Stack, protocol: string): string {
  const api = stack
    .ofType<{ ProtocolType: string }>('AWS::ApiGatewayV2::Api')
    .find(({ properties }) => properties.ProtocolType === protocol);
  const stage = stack
    .ofType<{ ApiId: string }>('AWS::ApiGatewayV2::Stage')
    .find(({ properties }) => properties.ApiId === api?.ref);
  if (!stage) throw new Error(`The template has no ${protocol} API with a stage.`);
  return stage.ref;
}
