/**
 * Compresses large answers for clients that take them so. CloudFront does not: it compresses only what it may cache,
 * and passes on `Accept-Encoding` as the client sent it.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ParametersInCacheKeyAndForwardedToOrigin.html
 * The gateway decodes a body that is marked as Base64.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */

import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** A smaller answer fits into a packet or two either way. */
const COMPRESSED_FROM_BYTES = 1024;

/**
 * The answers of these routes hold tokens. The length of a compressed secret beside text that somebody else chose
 * would tell of the secret (BREACH).
 */
const SECRET_ROUTES = /^[A-Z]+ \/auth\//;

interface Asked {
  readonly routeKey: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Returns the result as the client takes it. */
export function compressedFor(
  { routeKey, headers }: Asked,
  result: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 {
  const { body } = result;
  if (body === undefined || SECRET_ROUTES.test(routeKey)) return result;
  if (Buffer.byteLength(body) < COMPRESSED_FROM_BYTES || !TAKES_GZIP.test(headers['accept-encoding'] ?? ''))
    return result;
  // Loaded for the first large answer: many instances give none.
  const { gzipSync } = process.getBuiltinModule('node:zlib');
  return {
    ...result,
    headers: { ...result.headers, 'content-encoding': 'gzip', vary: 'accept-encoding' },
    body: gzipSync(body).toString('base64'),
    isBase64Encoded: true,
  };
}

/** A coding with a weight of zero is refused (RFC 9110, 12.5.3). */
const TAKES_GZIP = /(?:^|,)\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)/i;
