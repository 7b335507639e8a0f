/**
 * A bucket as an origin without an access control: CloudFront sends requests on as they come, and S3 judges their own
 * signatures.
 */
import type { IncomingMessage } from 'node:http';
import { forwardedFor, peerAddress, type Headers } from '../api-gateway/headers.ts';
import { gatewayId } from '../api-gateway/request-id.ts';
import type { Faults } from '../faults.ts';
import type { StreamableResponse } from '../http-api/http-response.ts';
import { incomingBody } from '../s3/incoming.ts';
import type { S3 } from '../s3/s3.ts';
import type { Stack } from '../template/resource.ts';
import { CACHING_DISABLED, type Behavior } from './distribution.ts';

interface OriginRequestPolicy {
  readonly OriginRequestPolicyConfig: {
    readonly CookiesConfig: { readonly CookieBehavior: string };
    readonly HeadersConfig: { readonly HeaderBehavior: string };
    readonly QueryStringsConfig: { readonly QueryStringBehavior: string };
  };
}

/**
 * Headers that CloudFront forwards whatever the policies say. It removes `Authorization` of GET and HEAD alone.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
const FORWARDED = [
  'content-length',
  'content-type',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
];

/**
 * @returns a function that sends a request on
 * @throws {Error} when the behaviour has policies with which signed requests do not work behind CloudFront
 */
export function createObjectOrigin(
  behavior: Behavior,
  { stack, s3, faults }: { stack: Stack; s3: S3; faults: Pick<Faults, 'cutUploads'> },
): (request: IncomingMessage, path: string, headers: Headers) => Promise<StreamableResponse> {
  if (behavior.cachePolicyId !== CACHING_DISABLED)
    throw new Error(
      'The behaviour of a bucket without an origin access control needs the cache policy CACHING_DISABLED: ' +
        'others would answer one person with what another was allowed to read.',
    );
  checkPolicy(stack, behavior.originRequestPolicyId);

  return async (request, path, given) => {
    const { method = 'GET', url = '' } = request;
    const question = url.indexOf('?');
    const forwarded = FORWARDED.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]] as const]));
    const headers: Headers = {
      ...Object.fromEntries(forwarded),
      ...(method !== 'GET' && method !== 'HEAD' && given['authorization'] !== undefined
        ? { authorization: given['authorization'] }
        : {}),
      host: behavior.origin,
      'user-agent': 'Amazon CloudFront',
      'x-forwarded-for': forwardedFor(given['x-forwarded-for'], peerAddress(request)),
      via: '1.1 local.cloudfront.net (CloudFront)',
      'x-amz-cf-id': gatewayId(),
      ...behavior.originHeaders,
    };
    const response = await s3.respond({
      method,
      path: question < 0 ? path : path + url.slice(question),
      headers,
      body: incomingBody(request, faults),
    });
    // What is left of a refused upload is passed over, so that its client reads why.
    request.resume();
    return { ...response, cookies: [] };
  };
}

/** The query holds the signature. A cookie or a header of the viewer's is nothing to S3. */
function checkPolicy(stack: Stack, id: string | undefined): void {
  const config = stack.ofType<OriginRequestPolicy>('AWS::CloudFront::OriginRequestPolicy').find(({ ref }) => ref === id)
    ?.properties.OriginRequestPolicyConfig;
  const forwards = [
    config?.QueryStringsConfig.QueryStringBehavior,
    config?.HeadersConfig.HeaderBehavior,
    config?.CookiesConfig.CookieBehavior,
  ];
  if (forwards.join() !== 'all,none,none')
    throw new Error(
      'The behaviour of a bucket without an origin access control needs an origin request policy of the template that ' +
        `forwards the whole query, no header and no cookie; it forwards ${forwards.join(', ')}.`,
    );
}
