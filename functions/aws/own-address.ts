/**
 * The APIs' own addresses, beside that of the site. Where a deployment filters requests at the distribution, they
 * answer the distribution alone, or anybody would get past the filter.
 */

import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Headers, headerOf } from '#contract/origin.ts';
import { isEqual } from '../core/digest.ts';
import { DISTRIBUTION_PROOF_HEADER, NO_PROOF, REQUIRED_PROOF, requireEnv } from './environment.ts';

/** @returns a function that is true if a request may be answered. Gateways for WebSockets keep the case of headers. */
export function distributionCheck(): (headers: Headers) => boolean {
  const required = requireEnv(REQUIRED_PROOF);
  return (headers) => required === NO_PROOF || isEqual(headerOf(headers, DISTRIBUTION_PROOF_HEADER) ?? '', required);
}

/** Returns the handler of an HTTP function, which refuses what may not be answered before it reads any of it. */
export function throughDistribution<Event extends { readonly headers: Headers }>(
  handler: (event: Event) => Promise<APIGatewayProxyStructuredResultV2>,
): (event: Event) => Promise<APIGatewayProxyStructuredResultV2> {
  const mayBeAnswered = distributionCheck();
  return async (event) => (mayBeAnswered(event.headers) ? handler(event) : { statusCode: 403 });
}
