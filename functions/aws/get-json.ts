/**
 * Reading JSON by HTTP. Node's `fetch` would do, but it takes 30 ms to load, and then 0.4 s and 30 MB to compile its
 * parser, which is WebAssembly.
 */

import { once } from 'node:events';
import { get as getByHttp, type IncomingMessage } from 'node:http';
import { get as getByHttps } from 'node:https';

const TIMEOUT_MS = 5_000;

/** @throws {Error} where the answer is not 200 with JSON in time; a redirect is not followed */
export async function getJson(url: string, timeoutMs = TIMEOUT_MS): Promise<unknown> {
  const get = url.startsWith('https:') ? getByHttps : getByHttp;
  // An agent would keep the connection, which ends while Lambda has the function stand still.
  const request = get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
  if (response.statusCode !== 200) throw new Error(`${url} was answered with ${response.statusCode}.`);
  return JSON.parse(text) as unknown;
}
