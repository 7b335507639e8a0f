/**
 * From a function's result, payload format 2.0, to the answer. A result without a status is itself the body, as JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { Answer } from './answer.ts';

/**
 * Lambda's quota for an answer of a function, in bytes, as its error `Function.ResponseSizeTooLarge` names it. It is on the whole
 * result as JSON, in which the body, itself JSON, is a text once more.
 */
const RESULT_MAX_BYTES = 6_291_556;

/** The connection is the gateway's own business, and so is the length. */
const OWN_HEADERS = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding']);

/** @returns undefined for a malformed result, which the gateway answers with 500 */
export function toAnswer(result: unknown): Answer | undefined {
  if (Buffer.byteLength(JSON.stringify(result ?? null)) > RESULT_MAX_BYTES) return undefined;
  return isObject(result) && 'statusCode' in result ? structured(result) : inferred(result);
}

function inferred(result: unknown): Answer {
  const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
}

function structured(result: Record<string, unknown>): Answer | undefined {
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded = false } = result;
  const status = typeof statusCode === 'string' ? Number(statusCode) : statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (!isObject(headers) || !isTexts(cookies) || typeof body !== 'string') return undefined;
  const sent: Record<string, string> = { 'content-type': 'text/plain;charset=UTF-8' };
  for (const [name, value] of Object.entries(headers)) {
    if (isObject(value)) return undefined;
    const lower = name.toLowerCase();
    if (!OWN_HEADERS.has(lower)) sent[lower] = String(value);
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
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
