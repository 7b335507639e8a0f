/** Calls as no client of ours makes them. */

import type { Cloud } from '#local/cloud.ts';
import type { ContractCheck } from './contract-check.ts';

export interface RawParts {
  readonly body?: string;
  readonly contentType?: string;
  /** Empty: without the header. By default, the token of the person given below. */
  readonly authorization?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
}

export type RawCall = (method: string, path: string, parts?: RawParts) => Promise<RawAnswer>;

/**
 * @param check gets every answer
 * @param token access token of the person who calls
 */
export function createRawCall(cloud: Cloud, check: ContractCheck, token: string): RawCall {
  const checkedFetch = check.fetch(cloud.apiUrl, (url, init) => fetch(url, init));

  return async (method, path, { body, contentType = 'application/json', authorization = `Bearer ${token}` } = {}) => {
    const headers = {
      ...(body !== undefined && { 'content-type': contentType }),
      ...(authorization !== '' && { authorization }),
    };
    const response = await checkedFetch(cloud.apiUrl + path, { method, headers, ...(body !== undefined && { body }) });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: (await response.json()) as Record<string, unknown>,
    };
  };
}
