/**
 * Converts a function's result (payload format 2.0) to a response. A result without a status is itself the body, as
 * JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { HttpResponse } from './http-response.ts';

/**
 * Lambda's quota for a function's response, as its error `Function.ResponseSizeTooLarge` gives it. It applies to the
 * whole result as JSON, in which the body, itself JSON, is escaped once more.
 */
const RESULT_MAX_BYTES = 6_291_556;

/** Headers that the gateway sets itself. */
const GATEWAY_HEADERS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/** @returns the response, or undefined for a malformed result, for which the gateway responds with 500 */
export function toResponse(result: unknown): HttpResponse | undefined {
  if (Buffer.byteLength(JSON.stringify(result ?? null)) > RESULT_MAX_BYTES) return undefined;
  return isObject(result) && 'statusCode' in result ? structured(result) : inferred(result);
}

function inferred(result: unknown): HttpResponse {
  const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
}

function structured(result: Record<string, unknown>): HttpResponse | undefined {
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  const status = typeof statusCode === 'string' ? Number(statusCode) : statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (!isObject(headers) || !isStrings(cookies) || typeof body !== 'string') return undefined;
  const sent: Record<string, string> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, value] of Object.entries(headers)) {
    if (isObject(value)) return undefined;
    const lower = name.toLowerCase();
    if (!GATEWAY_HEADERS.has(lower)) sent[lower] = String(value);
  }
  if (body === '' && headers['content-type'] === undefined) delete sent['content-type'];
  return {
    statusCode: status,
    headers: sent,
    cookies,
    body: isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
