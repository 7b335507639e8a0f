/** The HTTP API as an origin of the distribution: called directly, with the headers that CloudFront would send. */
import type { IncomingMessage } from 'node:http';
import { forwardedFor, peerAddress, readHeaders, type Headers } from '../api-gateway/headers.ts';
import { gatewayId } from '../api-gateway/request-id.ts';
import type { HttpApi } from '../http-api/http-api.ts';
import type { HttpResponse } from '../http-api/http-response.ts';
import { CACHING_DISABLED, type Behavior } from './distribution.ts';
import { ALL_VIEWER_EXCEPT_HOST_HEADER } from './managed-policies.ts';

/** @throws {Error} when the behaviour has policies with which an API does not work behind CloudFront */
export function createApiOrigin(
  behavior: Behavior,
  httpApi: Pick<HttpApi, 'respond'>,
): (request: IncomingMessage) => Promise<HttpResponse> {
  if (behavior.cachePolicyId !== CACHING_DISABLED) {
    throw new Error(
      'The HTTP API’s behaviour needs the cache policy CACHING_DISABLED: others cache responses and drop cookies.',
    );
  }
  if (behavior.originRequestPolicyId !== ALL_VIEWER_EXCEPT_HOST_HEADER) {
    throw new Error(
      'The HTTP API’s behaviour needs the origin request policy ALL_VIEWER_EXCEPT_HOST_HEADER: ' +
        'the API serves its own host name only.',
    );
  }
  if (behavior.viewerRequestArn !== undefined) {
    throw new Error(
      'The local cloud runs no CloudFront functions in front of the HTTP API. Teach it in local/site/api-origin.ts.',
    );
  }
  return (request) => httpApi.respond(request, edgeHeaders(request, behavior));
}

/**
 * The origin's own headers take the place of the client's.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
function edgeHeaders(request: IncomingMessage, { origin, originHeaders }: Behavior): Headers {
  const headers = readHeaders(request);
  headers['host'] = origin;
  headers['x-forwarded-for'] = forwardedFor(headers['x-forwarded-for'], peerAddress(request));
  headers['via'] = '1.1 local.cloudfront.net (CloudFront)';
  headers['x-amz-cf-id'] = gatewayId();
  return Object.assign(headers, originHeaders);
}
