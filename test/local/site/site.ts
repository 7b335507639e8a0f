/** A site on a real server: a distribution with a bucket and an HTTP API, as CDK synthesizes them. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Headers } from '#local/api-gateway/headers.ts';
import { noFaults } from '#local/faults.ts';
import type { HttpResponse } from '#local/http-api/http-response.ts';
import { createSite } from '#local/site/site.ts';
import { Meter } from '#local/usage/meter.ts';
import { resource, stackOf, type Properties } from '../api-gateway/hand-made-stack.ts';

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

const singlePage = `function handler(event) {
  var request = event.request;
  if (!/^\\/assets\\/|^\\/[a-z0-9-]+\\.[a-z]+$/.test(request.uri)) request.uri = '/index.html';
  return request;
}`;

/** Writes files to a new folder. @returns the folder */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), 'site-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}

/** Returns the properties of a deployment of one asset. */
export const deployment = (s3Key: string, properties: Properties = {}): Properties => ({
  DestinationBucketName: 'files',
  SourceObjectKeys: [s3Key],
  Prune: false,
  ...properties,
});

const headersPolicy = (logicalId: string, properties: Properties = {}) =>
  resource('AWS::CloudFront::ResponseHeadersPolicy', logicalId, {
    ResponseHeadersPolicyConfig: { Name: logicalId, ...properties },
  });

interface Options {
  readonly deployments?: readonly Properties[];
  /** The folder of each asset, by its S3 key. */
  readonly assets?: Readonly<Record<string, string>>;
  readonly pageBehavior?: Properties;
  readonly apiBehavior?: Properties;
  readonly distribution?: Properties;
  readonly pageHeaders?: Properties;
  readonly apiHeaders?: Properties;
  readonly functionCode?: string;
  readonly apiResponse?: Partial<HttpResponse>;
  readonly now?: () => number;
}

export async function startSite(options: Options = {}) {
  const { deployments = [], assets = {}, functionCode = singlePage } = options;
  const stack = stackOf(
    [
      resource('AWS::S3::Bucket', 'Files', {}),
      resource('AWS::CloudFront::Function', 'SinglePage', { FunctionCode: functionCode }),
      headersPolicy('PageHeaders', options.pageHeaders),
      headersPolicy('ApiHeaders', options.apiHeaders),
      ...deployments.map((properties, i) => resource('Custom::CDKBucketDeployment', `Deployment${i}`, properties)),
      resource('AWS::CloudFront::Distribution', 'Distribution', {
        DistributionConfig: {
          DefaultRootObject: 'index.html',
          Origins: [
            {
              Id: 'bucket',
              DomainName: 'files.s3.eu-central-1.amazonaws.com',
              OriginAccessControlId: 'access',
            },
            { Id: 'api', DomainName: 'api.execute-api.eu-central-1.amazonaws.com' },
          ],
          CacheBehaviors: [
            {
              PathPattern: '/api/*',
              TargetOriginId: 'api',
              AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
              CachePolicyId: CACHING_DISABLED,
              OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
              ResponseHeadersPolicyId: 'apiheaders',
              ...options.apiBehavior,
            },
          ],
          DefaultCacheBehavior: {
            TargetOriginId: 'bucket',
            Compress: true,
            FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'singlepage' }],
            ResponseHeadersPolicyId: 'pageheaders',
            ...options.pageBehavior,
          },
          ...options.distribution,
        },
      }),
    ],
    assets,
  );

  const passed: { readonly method: string | undefined; readonly url: string | undefined; readonly headers: Headers }[] =
    [];
  const respond = async ({ method, url }: IncomingMessage, headers: Headers): Promise<HttpResponse> => {
    passed.push({ method, url, headers });
    return { statusCode: 200, headers: {}, cookies: [], body: 'from the API', ...options.apiResponse };
  };
  const lines: string[] = [];
  const meter = new Meter();
  const site = createSite({
    stack,
    httpApi: { id: 'api', respond },
    s3: { respond: () => Promise.reject(new Error('No bucket is forwarded to.')) },
    faults: noFaults,
    log: (line) => lines.push(line),
    meter,
    ...(options.now && { now: options.now }),
  });
  const server = createServer((request, response) => site.handle(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, passed, lines, meter };
}
