/** The distribution and the bucket of the synthesized stack. */

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { FilesBucket } from '#lib/files-bucket.ts';
import { Secrets } from '#lib/secrets.ts';
import { resolveSettings } from '#lib/settings.ts';
import { WebSite } from '#lib/web-site.ts';
import { SHARE_PATH } from '#web/worker/way.ts';
import { distribution, functionCode, headersOf, only, originOf, template } from './distribution.ts';
import { functionsOf, resourcesOf, temporaryFolder, testApp, written } from './synthesized.ts';

const manifestFile = new URL('../../web/public/manifest.webmanifest', import.meta.url);

describe('the distribution', () => {
  it('forwards /api/ to the HTTP API, uncached, with all methods, cookies, queries and its own host name', () => {
    const [behavior] = distribution.CacheBehaviors;

    expect(distribution.CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*', '/files/*', '/share']);
    expect(behavior).toMatchObject({
      PathPattern: '/api/*',
      ViewerProtocolPolicy: 'https-only',
      // AWS's managed policies CachingDisabled and AllViewerExceptHostHeader.
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    });
    expect(behavior?.AllowedMethods).toEqual(expect.arrayContaining(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']));
    expect(behavior).not.toHaveProperty('FunctionAssociations');
    expect(written(behavior && originOf(behavior)?.DomainName)).toBe(
      '{HttpApi}.execute-api.{AWS::Region}.{AWS::URLSuffix}',
    );
    expect(behavior && originOf(behavior)).not.toHaveProperty('OriginPath');
  });

  it('proves itself to the HTTP API, and to nobody else, by a value that the template does not hold', () => {
    const headers = distribution.Origins.flatMap(({ Id, OriginCustomHeaders = [] }) =>
      OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [Id, HeaderName, written(HeaderValue)]),
    );

    expect(headers).toEqual([
      [
        distribution.CacheBehaviors[0]?.TargetOriginId,
        'x-distribution-proof',
        '{{resolve:secretsmanager:{SecretsDistributionProof}:SecretString:::}}',
      ],
    ]);
  });

  it('serves everything else from the private bucket, over https', () => {
    const behavior = distribution.DefaultCacheBehavior;

    expect(behavior.ViewerProtocolPolicy).toBe('redirect-to-https');
    expect(written(originOf(behavior)?.DomainName)).toBe('{SiteFiles.RegionalDomainName}');
    expect(only('AWS::S3::Bucket')['PublicAccessBlockConfiguration']).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  it('forwards no cookie to the bucket, and keeps no log of its own', () => {
    const { DefaultCacheBehavior: behavior } = distribution;

    // AWS's managed policy CachingOptimized: no cookie, no header, no query reaches the origin.
    expect(behavior.CachePolicyId).toBe('658327ea-f89d-4fab-a63d-7e88639e58f6');
    expect(behavior).not.toHaveProperty('OriginRequestPolicyId');
    expect(behavior).not.toHaveProperty('ForwardedValues');
    expect(distribution).not.toHaveProperty('Logging');
  });

  it('lets no edge keep an error, and puts no page in its place', () => {
    const { CustomErrorResponses = [] } = distribution;

    expect(CustomErrorResponses.map(({ ErrorCode }) => ErrorCode)).toEqual([
      400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504,
    ]);
    for (const { ErrorCode: _code, ...rest } of CustomErrorResponses) expect(rest).toEqual({ ErrorCachingMinTTL: 0 });
  });
});

describe('the single page', () => {
  const FunctionCode = functionCode('SinglePage');
  const served = (uri: string): string =>
    (runInNewContext(`${FunctionCode}; handler(event)`, { event: { request: { uri } } }) as { uri: string }).uri;

  it.each([
    '/',
    '/sign-in',
    '/with/alice',
    '/with/alice~bob.42',
    '/alice~bob.42',
    '/with/a.b/',
    '/assetsx/a',
    '/a/config.json',
  ])('answers %s', (uri) => {
    expect(served(uri)).toBe('/index.html');
  });

  it.each([
    '/assets/index-1a2b3c.js',
    '/assets/fonts/inter.woff2',
    '/config.json',
    '/favicon.svg',
    '/manifest.webmanifest',
    '/index.html',
  ])('leaves the file %s alone', (uri) => {
    expect(served(uri)).toBe(uri);
  });
});

describe('the address to which other apps share', () => {
  const { share_target } = JSON.parse(readFileSync(manifestFile, 'utf8')) as { share_target: { action: string } };
  const behavior = distribution.CacheBehaviors.find(({ PathPattern }) => PathPattern === share_target.action);

  it('is the one that the manifest names and the worker answers', () => {
    expect(behavior).toBeDefined();
    expect(share_target.action).toBe(SHARE_PATH);
  });

  it('takes a POST where there is no worker, reads nothing of it, and leads to the page by a GET', () => {
    expect(behavior?.AllowedMethods).toContain('POST');
    expect(runInNewContext(`${functionCode('Share')}; handler({})`)).toMatchObject({
      statusCode: 303,
      headers: { location: { value: '/conversations?shared=none' } },
    });
  });
});

describe('response headers', () => {
  it('of pages allow what the page itself brings, and connections to both APIs', () => {
    const { SecurityHeadersConfig } = headersOf('PageHeaders');

    expect(written(SecurityHeadersConfig['ContentSecurityPolicy']?.['ContentSecurityPolicy'])).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; " +
        "media-src 'self' blob:; " +
        "connect-src 'self' wss://{WebSocketApi}.execute-api.{AWS::Region}.{AWS::URLSuffix}; " +
        "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; object-src 'none'; " +
        "frame-ancestors 'none'; form-action 'self'; " +
        "require-trusted-types-for 'script'; trusted-types worker",
    );
  });

  it('of pages keep them out of frames, from sniffing, from referrers and from other windows', () => {
    const { SecurityHeadersConfig, CustomHeadersConfig } = headersOf('PageHeaders');

    expect(SecurityHeadersConfig).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer' },
    });
    expect(CustomHeadersConfig.Items.map(({ Header }) => Header)).toEqual([
      'Cross-Origin-Opener-Policy',
      'Permissions-Policy',
    ]);
    expect(CustomHeadersConfig.Items.at(-1)?.Value).toBe('camera=(), geolocation=(self), microphone=()');
  });

  it.each(['PageHeaders', 'ApiHeaders', 'FilesHeaders'])('of %s demand https for a year', (name) => {
    expect(headersOf(name).SecurityHeadersConfig['StrictTransportSecurity']).toEqual({
      AccessControlMaxAgeSec: 31_536_000,
      IncludeSubdomains: true,
      Override: true,
    });
  });

  it('of the API forbid caching any answer, even one of the gateway itself', () => {
    expect(headersOf('ApiHeaders').CustomHeadersConfig.Items).toEqual([
      { Header: 'Cache-Control', Value: 'no-store', Override: true },
    ]);
  });
});

describe('the files of the page', () => {
  const deployments = resourcesOf(template, 'Custom::CDKBucketDeployment');

  it('are cached for ever if named after their content, and revalidated otherwise; the page follows its assets', () => {
    const [assets, page] = deployments;

    expect(assets?.[1].Properties).toMatchObject({
      DestinationBucketKeyPrefix: 'assets',
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(page?.[1].Properties).toMatchObject({ SystemMetadata: { 'cache-control': 'no-cache' } });
    expect([page?.[1].DependsOn].flat()).toContain(assets?.[0]);
  });

  it('of the page follow every function and route: the page may need what only their new version knows', () => {
    const [, page] = deployments;
    const functions = new Set(functionsOf(template).values());
    const before = [
      ...resourcesOf(template, 'AWS::Lambda::Function').filter(([, each]) => functions.has(each)),
      ...['AWS::ApiGatewayV2::Route', 'AWS::Lambda::EventSourceMapping'].flatMap((type) => resourcesOf(template, type)),
    ].map(([id]) => id);

    expect(before.length).toBeGreaterThan(functions.size);
    expect([page?.[1].DependsOn].flat()).toEqual(expect.arrayContaining(before));
  });

  it('of one deployment outlive the other', () => {
    for (const [, { Properties }] of deployments) expect(Properties['Prune']).toBe(false);
  });

  it('are only the settings if the page is not built, and an annotation says so', () => {
    const stack = new Stack(testApp(), 'Unbuilt');
    const webSocketApi = {
      host: 'sockets.example',
      path: '/live',
      origin: 'wss://sockets.example',
      url: 'wss://sockets.example/live',
    };
    const secrets = new Secrets(stack, 'Secrets', { retainData: false });
    const files = new FilesBucket(stack, 'Files', resolveSettings({ retainData: false }));
    const parts = {
      settings: { attachmentMegabytes: 10 },
      files,
      secrets,
      httpApi: { host: 'api.example' },
      webSocketApi,
    };
    new WebSite(stack, 'Site', { page: temporaryFolder(), ...parts });
    const bare = resourcesOf(Template.fromStack(stack), 'Custom::CDKBucketDeployment');

    expect(bare.map(([, { Properties }]) => (Properties['SourceObjectKeys'] as unknown[]).length)).toEqual([1]);
    Annotations.fromStack(stack).hasInfo('/Unbuilt/Site', Match.stringLikeRegexp('npm run build'));
  });
});

describe('the outputs', () => {
  it('are the addresses of the page and of both APIs, and what commands of operators read', () => {
    const outputs = Object.entries(template.findOutputs('*') as Record<string, { Value: unknown }>);
    const tables = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));
    const isListed = (name: string) => /(Table|Functions)$/.test(name);
    const values = new Map(outputs.map(([name, { Value }]) => [name, written(Value)]));

    expect(Object.fromEntries([...values].filter(([name]) => !isListed(name)))).toEqual({
      PageUrl: 'https://{SiteDistribution.DomainName}',
      ApiUrl: '{HttpApi.ApiEndpoint}/api',
      DashboardUrl: expect.stringMatching(/#dashboards\/dashboard\/\{MonitoringDashboard\}$/),
      UserPoolId: '{IdentityUserPool}',
      FilesBucket: '{Files}',
      AccountExportsBucket: '{AccountExportsBucket}',
      DeadLetterBucket: '{MessageStreamDeadLetterBucket}',
      PushDeadLettersUrl: '{PushesDeadLetters}',
      WebSocketUrl: 'wss://{WebSocketApi}.execute-api.{AWS::Region}.{AWS::URLSuffix}/live',
    });
    expect(values.get('MessagesTable')).toBe('{TablesMessages}');
    expect([...values.keys()].filter((name) => name.endsWith('Table'))).toHaveLength(tables.length);
    const functions = [...values].filter(([name]) => name.endsWith('Functions'));
    expect(functions.map(([name]) => name).sort()).toEqual([
      'HttpFunctions',
      'QueueFunctions',
      'SocketFunctions',
      'StreamFunctions',
      'TriggerFunctions',
    ]);
    expect(functions.flatMap(([, value]) => value.split(','))).toContain('{HttpApiMessagesFunction}');
  });
});
