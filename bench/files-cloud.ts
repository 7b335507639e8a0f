/**
 * The site and the S3 of the local cloud on the synthesized stack, in a process of their own and without functions, for
 * `files.ts`, which signs in the place of one. It is told to report, and to stop.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openEngine } from '#local/dynamodb/engine.ts';
import { noFaults } from '#local/faults.ts';
import { openAccessKeys, SESSION_TOKEN } from '#local/iam/access-keys.ts';
import { openBuckets } from '#local/s3/buckets.ts';
import { createS3 } from '#local/s3/s3.ts';
import { createSite } from '#local/site/site.ts';
import { loadStack } from '#local/template/load-stack.ts';

/** What it signs for: the bucket by its own host, through the site. */
export interface FilesCloudReady {
  readonly siteUrl: string;
  readonly bucket: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

export interface FilesCloudReport {
  /** Processor time since the start, user and system. */
  readonly cpuMs: number;
  /** Resident memory, in bytes: now, and the most so far. */
  readonly memory: number;
  readonly memoryPeak: number;
}

const SIGNER = 'Signer';

async function main(assembly: string, dataDir: string): Promise<void> {
  const address = '127.0.0.1';
  const addresses = { site: address, httpApi: address, webSocketApi: address, aws: address };
  const stack = await loadStack({ assembly, addresses });
  const log = (line: string): void => console.error(line);
  const engine = await openEngine({ stack, dataDir, faults: noFaults, log });
  const keys = await openAccessKeys(engine.sublevel('access-keys'), new Map([[SIGNER, () => {}]]));
  const index = engine.sublevel('objects');
  const buckets = await openBuckets({ stack, dataDir, index, faults: noFaults, log });
  const s3 = createS3({ buckets, region: stack.region, findAccessKey: keys.find, faults: noFaults, log });
  const apis = stack.ofType<{ readonly ProtocolType: string }>('AWS::ApiGatewayV2::Api');
  const api = apis.find(({ properties }) => properties.ProtocolType === 'HTTP');
  const httpApi = { id: api?.ref ?? '', respond: () => Promise.reject(new Error('There are no functions here.')) };
  const site = createSite({ stack, httpApi, s3, faults: noFaults, log });
  const server = createServer((request, response) => site.handle(request, response)).listen(0, address);
  await new Promise((resolve) => server.once('listening', resolve));

  process.on('message', (message) => {
    if (message === 'report') {
      const { user, system } = process.cpuUsage();
      const report: FilesCloudReport = {
        cpuMs: (user + system) / 1000,
        memory: process.memoryUsage.rss(),
        memoryPeak: process.resourceUsage().maxRSS * 1024,
      };
      process.send?.(report);
    } else {
      buckets.close();
      server.closeAllConnections();
      server.close(() => void engine.close().then(() => process.disconnect()));
    }
  });
  const ready: FilesCloudReady = {
    siteUrl: `http://${address}:${(server.address() as AddressInfo).port}`,
    bucket: stack.ofType('AWS::S3::Bucket').find(({ logicalId }) => logicalId.startsWith('Files'))?.ref ?? '',
    region: stack.region,
    credentials: { accessKeyId: SIGNER, secretAccessKey: keys.secretOf(SIGNER), sessionToken: SESSION_TOKEN },
  };
  process.send?.(ready);
}

const [, , assembly, dataDir] = process.argv;
if (assembly !== undefined && dataDir !== undefined) await main(assembly, dataDir);
