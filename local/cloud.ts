/** Runs a synthesized stack on this machine. Every part of the local cloud is constructed here. */
import { hasApi } from './api-gateway/definition.ts';
import { createEndpoint, type Endpoint } from './aws/endpoint.ts';
import { checkBackupPlans } from './backup/plans.ts';
import { createAlarms, type AlarmStatus } from './cloudwatch/alarms.ts';
import type { ReportMetric } from './cloudwatch/embedded-metrics.ts';
import type { Mail } from './cognito/outbox.ts';
import { createUserPools } from './cognito/user-pools.ts';
import { openEngine } from './dynamodb/engine.ts';
import { startSchedules } from './events/schedules.ts';
import { noFaults, type Faults } from './faults.ts';
import { startMalwareScans } from './guardduty/malware-scans.ts';
import { createHttpApi } from './http-api/http-api.ts';
import { openAccessKeys } from './iam/access-keys.ts';
import { checkEventSources } from './iam/event-sources.ts';
import { createAuthorize, type PermissionCheck } from './iam/roles.ts';
import { openConfigurations } from './lambda/configurations.ts';
import { applicationFunctions, createFunctions } from './lambda/functions.ts';
import { notFound, openListeners, type Listeners } from './listeners.ts';
import { makeFolder, privacyHint } from './make-folder.ts';
import { PUSH_PATH, createPushListener } from './push/listener.ts';
import { openPushServer, type PushServer } from './push/push-service.ts';
import { openBuckets } from './s3/buckets.ts';
import { startReplication } from './s3/replication.ts';
import { createS3 } from './s3/s3.ts';
import { openSecrets } from './secrets/secrets.ts';
import { createSiteListener } from './site-listener.ts';
import { hasDistribution } from './site/distribution.ts';
import { createSite } from './site/site.ts';
import { createTopics, type Notice } from './sns/topics.ts';
import { openQueues } from './sqs/queues.ts';
import { createQueueService } from './sqs/service.ts';
import { streamConsumers } from './streams/consumers.ts';
import { startEventSourceMappings } from './streams/event-source-mappings.ts';
import { withDynamicReferences } from './template/dynamic-references.ts';
import { loadStack } from './template/load-stack.ts';
import { Meter, type Usage } from './usage/meter.ts';
import { createWebSocketApi } from './web-socket-api/web-socket-api.ts';

export interface CloudOptions {
  /** The folder that `cdk synth` wrote. Source maps of its functions may lie beside it (lambda/source-maps.ts). */
  readonly assembly: string;
  /** The folder that holds all data. It is created if it is missing. */
  readonly dataDir: string;
  /** Goes on with a database that has lost data. Without it such a start is refused. */
  readonly acceptLoss?: boolean;
  /** Keeps what tables with point-in-time recovery were, so that they can be restored. It doubles what they store. */
  readonly keepsHistory?: boolean;
  /** The site's port. The three ports after it are used as well. 0: four free ports. */
  readonly port: number;
  /** Listeners that are open already, which are closed with the cloud. `port` is not used then. */
  readonly listeners?: Listeners;
  readonly faults?: Partial<Faults>;
  /** The cost of hashing a new password, as scrypt's N. Tests, which hash hundreds, choose a low one. */
  readonly passwordCost?: number | undefined;
  /** Called each time the role of a function is asked whether it allows a call. */
  readonly onPermissionCheck?: (check: PermissionCheck) => void;
  /** Called with each line of the log: functions' output, mails, refused calls, failures. */
  readonly log?: (line: string) => void;
}

export interface Cloud {
  readonly siteUrl: string;
  /** The HTTP API's stage as the site's distribution serves it. */
  readonly apiUrl: string;
  /** The HTTP API's stage at the API's own address. */
  readonly httpApiUrl: string;
  /** The WebSocket API's stage. */
  readonly webSocketUrl: string;
  /** The AWS endpoint, for SDK clients and tools. */
  readonly awsUrl: string;
  /** A page with the mails that the user pools would have sent. */
  readonly outboxUrl: string;
  /** Faults may be changed while the cloud runs. */
  readonly faults: Faults;
  /** Returns the mails in the outbox, newest first. */
  mails(): readonly Mail[];
  /** Returns the template's alarms as they were last evaluated, which is done each minute. */
  alarms(): readonly AlarmStatus[];
  /** Moves the clock of metrics and alarms on by whole minutes, and evaluates the alarms after each. */
  passMinutes(minutes: number): void;
  /** Returns what was published to topics, the newest first. */
  notices(): readonly Notice[];
  /** The push service that browsers' subscriptions may name. */
  readonly push: PushServer;
  /** Returns what was used since the start. */
  usage(): Usage;
  /** Resolves when the event source mappings have processed every record written so far, and every visible message. */
  idle(): Promise<void>;
  /** Runs every scheduled rule now, and waits for its functions. */
  runSchedules(): Promise<void>;
  close(): Promise<void>;
}

interface Parts {
  readonly assembly: string;
  readonly dataDir: string;
  readonly acceptLoss: boolean;
  readonly keepsHistory: boolean;
  readonly listeners: Listeners;
  readonly faults: Faults;
  readonly passwordCost: number | undefined;
  readonly onPermissionCheck: CloudOptions['onPermissionCheck'];
  readonly log: (line: string) => void;
  /** Registers a part to be closed with the cloud. The last one registered is closed first. */
  opened<Part extends { close(): void | Promise<void> }>(part: Part): Part;
}

/**
 * @throws {OptionError} when a port is taken, or the data folder is in use, cannot be written or has lost data
 * @throws {Error} that names a resource, property or setting of the template that the local cloud does not know
 */
export async function startCloud({
  assembly,
  dataDir,
  acceptLoss = false,
  keepsHistory = false,
  port,
  listeners: open,
  faults: given,
  passwordCost,
  onPermissionCheck,
  log = () => {},
}: CloudOptions): Promise<Cloud> {
  await makeFolder(dataDir);
  const hint = await privacyHint(dataDir);
  if (hint !== undefined) log(hint);
  const listeners = open ?? (await openListeners(port));
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
    const options = { assembly, dataDir, acceptLoss, keepsHistory, passwordCost, onPermissionCheck, log };
    return { ...(await start({ ...options, listeners, faults, opened })), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(parts: Parts): Promise<Omit<Cloud, 'close'>> {
  const { assembly, dataDir, acceptLoss, keepsHistory, listeners, faults, passwordCost, log, opened } = parts;
  const { site: siteListener, httpApi: httpListener, webSocketApi: socketListener, aws: awsListener } = listeners;
  const loaded = await loadStack({
    assembly,
    addresses: {
      site: siteListener.address,
      httpApi: httpListener.address,
      webSocketApi: socketListener.address,
      aws: awsListener.address,
    },
  });
  const secrets = await openSecrets(loaded, dataDir);
  const stack = withDynamicReferences(loaded, (secret) => secrets.valueOf(secret));
  const authorize = new Map(
    applicationFunctions(stack).map((func) => [
      func.logicalId,
      createAuthorize(stack, func, log, parts.onPermissionCheck),
    ]),
  );
  checkEventSources(stack, authorize);
  checkBackupPlans(stack);
  const awsUrl = `http://${awsListener.address}`;

  const engine = opened(await openEngine({ stack, dataDir, acceptLoss, keepsHistory, faults, log }));
  const queues = await openQueues({ stack, store: engine.sublevel('queues'), faults });
  const consumers = streamConsumers(stack);
  const call: Endpoint['call'] = (id, request) => endpoint.call(id, { ...request, sync: !consumers.has(id) });
  const meter = new Meter();
  const topics = createTopics(stack);
  const alarms = opened(createAlarms({ stack, topics, log }));
  const report: ReportMetric = (metric, value) => alarms.store.add(metric, value);
  const { secretOf, find: findAccessKey } = await openAccessKeys(engine.sublevel('access-keys'), authorize);
  const index = engine.sublevel('objects');
  const buckets = opened(await openBuckets({ stack, dataDir, index, faults, log }));
  opened(startMalwareScans({ stack, buckets, faults, log }));
  opened(startReplication({ stack, buckets, log }));
  const s3 = createS3({ buckets, region: stack.region, findAccessKey, faults, log });
  const configurations = await openConfigurations(applicationFunctions(stack), engine.sublevel('functions'));
  const functions = opened(
    createFunctions({ stack, endpoint: call, awsUrl, secretOf, faults, log, meter, report, configurations }),
  );
  // Registered after the functions, so that it closes first: open requests finish before the functions end.
  opened(listeners);
  const { invoke } = functions;
  const pools = await createUserPools({ stack, store: engine.sublevel('identity'), invoke, log, passwordCost });
  const sockets = hasApi(stack, 'WEBSOCKET')
    ? opened(createWebSocketApi({ stack, invoke, faults, log, meter, report }))
    : undefined;
  const endpoint = createEndpoint({
    services: {
      dynamodb: engine.service,
      cognito: pools.service,
      secrets: secrets.service,
      queues: createQueueService(queues),
      lambda: configurations.service,
      connections: sockets?.service,
      s3,
    },
    jwks: (path) => pools.jwks(path),
    authorize,
    faults,
    log,
  });
  const httpApi = hasApi(stack, 'HTTP') ? createHttpApi({ stack, invoke, faults, log, meter, report }) : undefined;
  const site = hasDistribution(stack) ? createSite({ stack, httpApi, sockets, s3, faults, log, meter }) : undefined;
  const baseUrl = `http://${siteListener.address}${PUSH_PATH}`;
  const push = await openPushServer({ store: engine.sublevel('push'), faults, baseUrl, log });

  awsListener.serve(endpoint.handle);
  httpListener.serve(httpApi?.handle ?? notFound('The template has no HTTP API.'));
  // The WebSocket API's own address serves @connections as well.
  socketListener.serve(endpoint.handle, sockets?.upgrade);
  /** Whether a batching window collects records. The mappings start last. */
  let isCollecting = (): boolean => false;
  const usage = (): Usage => meter.snapshot();
  siteListener.serve(
    createSiteListener({
      address: siteListener.address,
      outbox: pools.outbox,
      usage,
      alarms: () => ({ alarms: alarms.statuses(), notices: topics.notices() }),
      outputs: stack.outputs,
      busy: () => functions.busy() || isCollecting(),
      idle: () => mappings.idle(),
      push: createPushListener(push),
      handle: site?.handle ?? notFound('The template has no CloudFront distribution.'),
    }),
    site?.upgrade,
  );
  const schedules = opened(await startSchedules({ stack, store: engine.sublevel('schedules'), invoke, log, report }));
  const mappings = opened(
    await startEventSourceMappings({ stack, engine, queues, invoke, buckets, faults, log, report }),
  );
  isCollecting = mappings.busy;
  alarms.onMinute(() => {
    mappings.sample();
    queues.sample(report);
  });

  return {
    siteUrl: `http://${siteListener.address}`,
    apiUrl: `http://${siteListener.address}${httpApi?.stagePath ?? ''}`,
    httpApiUrl: `http://${httpListener.address}${httpApi?.stagePath ?? ''}`,
    webSocketUrl: `ws://${socketListener.address}${sockets?.stagePath ?? ''}`,
    awsUrl,
    outboxUrl: `http://${siteListener.address}/_local/outbox.html`,
    faults,
    mails: () => pools.outbox.mails(),
    alarms: () => alarms.statuses(),
    passMinutes: (minutes) => alarms.advance(minutes),
    notices: () => topics.notices(),
    push,
    usage,
    idle: () => mappings.idle(),
    runSchedules: () => schedules.run(),
  };
}
