/** The files under `/files/` of the synthesized distribution. */

import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { distribution, functionCode, headersOf, only, originOf } from './distribution.ts';
import { written } from './synthesized.ts';

describe('the files', () => {
  const [, behavior] = distribution.CacheBehaviors;
  const origin = behavior && originOf(behavior);

  it("are forwarded to the bucket's own host over https, uncached and unsigned", () => {
    expect(written(origin?.DomainName)).toBe('{Files.RegionalDomainName}');
    expect(origin).toMatchObject({ CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } });
    for (const property of ['OriginPath', 'OriginAccessControlId', 'S3OriginConfig', 'OriginCustomHeaders'])
      expect(origin).not.toHaveProperty(property);
    expect(behavior).toMatchObject({
      PathPattern: '/files/*',
      ViewerProtocolPolicy: 'https-only',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      Compress: false,
    });
    expect(behavior?.AllowedMethods).toContain('POST');
  });

  it('come with the whole query, and neither a header nor a cookie of the viewer', () => {
    expect(only('AWS::CloudFront::OriginRequestPolicy')['OriginRequestPolicyConfig']).toMatchObject({
      QueryStringsConfig: { QueryStringBehavior: 'all' },
      HeadersConfig: { HeaderBehavior: 'none' },
      CookiesConfig: { CookieBehavior: 'none' },
    });
  });

  it('are posted to the root of the bucket: no root object takes its place', () => {
    expect(distribution).not.toHaveProperty('DefaultRootObject');
  });

  it('run nothing, are in no frame and no other page, and stay in no cache', () => {
    const { SecurityHeadersConfig, CustomHeadersConfig } = headersOf('FilesHeaders');

    expect(SecurityHeadersConfig).toMatchObject({
      ContentSecurityPolicy: {
        ContentSecurityPolicy: "default-src 'none'; sandbox; frame-ancestors 'none'",
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
    });
    expect(CustomHeadersConfig.Items).toEqual([
      { Header: 'Cross-Origin-Resource-Policy', Value: 'same-origin', Override: true },
      { Header: 'Cache-Control', Value: 'no-store', Override: true },
    ]);
  });

  const handled = (method: string, uri: string) => {
    const request = {
      method,
      uri,
      headers: { authorization: { value: 'Bearer token' }, range: { value: 'bytes=0-' } },
    };
    const event = { request };
    return runInNewContext(`${functionCode('ToBucket')}; handler(event)`, { event }) as typeof request & {
      readonly statusCode?: number;
    };
  };

  it.each([
    ['GET', '/files/kept/a1', '/kept/a1'],
    ['HEAD', '/files/kept/a1', '/kept/a1'],
    ['GET', '/files/files/a1', '/files/a1'],
    ['POST', '/files/', '/'],
  ])('are reached by %s %s at %s, without the token of the API', (method, uri, path) => {
    expect(handled(method, uri)).toMatchObject({ uri: path, headers: { range: { value: 'bytes=0-' } } });
    expect(handled(method, uri).headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['PUT', '/files/kept/a1', 405],
    ['DELETE', '/files/kept/a1', 405],
    ['OPTIONS', '/files/', 405],
    ['GET', '/files/', 404],
    ['POST', '/files/kept/a1', 404],
  ])('are not reached by %s %s', (method, uri, status) => {
    expect(handled(method, uri).statusCode).toBe(status);
  });
});
